import { parseJson } from '@selfdb/server/json/json-value';
import { ValidationError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { ChangedRows, concerns } from './changed-rows.ts';
import { compileFilter } from './compile-filter.ts';
import { columnsOf } from './testing/columns.ts';

const columns = [
  ...columnsOf({
    age: 'integer',
    big: 'bigint',
    exact: 'numeric',
    name: 'text',
    at: 'timestamp with time zone',
    doc: 'jsonb',
    tags: 'text[]',
    raws: 'json[]',
    span: 'interval',
    short: 'character varying(3)',
    fixed: 'character(3)',
  }),
  { name: '__proto__', type: 'text', cast: 'text', category: 'S' },
  { name: 'mood', type: 'mood', cast: 'mood', category: 'E' },
  { name: 'ranked', type: 'mood', cast: 'mood', category: 'E', labels: ['low', 'high', 'higher'] },
  { name: 'positive', type: 'positive', cast: 'positive', category: 'N', base: 'numeric' },
  { name: 'price', type: 'money', cast: 'money', category: 'N' },
  { name: 'pair', type: 'pair', cast: 'pair', category: 'C', hidesText: true },
  { name: 'small', type: 'small', cast: 'small', category: 'N', base: 'smallint' },
  { name: 'pairs', type: 'pairs', cast: 'pairs', category: 'A', base: 'integer[]' },
];

function matches(filter: unknown, row: string): boolean {
  const [found] = new ChangedRows({ payload: `{"new":${row},"old":null}` }).rows;
  if (!found) throw new Error(row);
  return compileFilter(filter, columns)(found);
}

describe('numbers', () => {
  it('keep all digits of the row, and of a filter that was parsed with all digits', () => {
    const row = '{"big":9007199254740993,"exact":0.30000000000000000001}';
    expect(matches(parseJson('{"big":9007199254740993}'), row)).toBe(true);
    expect(matches(parseJson('{"big":9007199254740992}'), row)).toBe(false);
    expect(matches({ exact: { gt: 0.3 } }, row)).toBe(true);
    expect(matches({ exact: { like: '%01' } }, row)).toBe(true);
  });

  it('may be strings in the filter', () => {
    expect(matches({ big: '9007199254740993' }, '{"big":9007199254740993}')).toBe(true);
  });
});

it('a column that is missing in the row is null, whatever its name', () => {
  expect(matches({ __proto__: 1, name: { is: 'null' } }, '{}')).toBe(true);
  expect(matches(JSON.parse('{"__proto__":{"is":"null"}}'), '{}')).toBe(true);
  expect(matches(JSON.parse('{"__proto__":"x"}'), '{"__proto__":"x"}')).toBe(true);
});

it('null does not match, not even a negated condition', () => {
  expect(matches({ age: 1 }, '{"age":null}')).toBe(false);
  expect(matches({ not: { age: 1 } }, '{"age":null}')).toBe(false);
  expect(matches({ not: { and: [{ age: 1 }, { name: 'x' }] } }, '{"age":null,"name":"y"}')).toBe(true);
  expect(matches({ or: [{ age: 1 }, { name: 'x' }] }, '{"age":null,"name":"x"}')).toBe(true);
});

it.each([
  ['{}', true],
  ['{"and":[{},{"age":1}]}', false],
  ['{"or":[{},{"age":1}]}', true],
  ['{"not":{}}', false],
])('%s is no condition', (filter, found) => {
  expect(matches(JSON.parse(filter), '{"age":2}')).toBe(found);
});

describe('types that are not built in', () => {
  it('enums are compared as texts, and ordered when their labels are known', () => {
    expect(matches({ mood: 'low' }, '{"mood":"low"}')).toBe(true);
    expect(() => matches({ mood: { gt: 'low' } }, '{}')).toThrow('does not work on "mood": its type is mood');
    expect(matches({ ranked: { gt: 'high' } }, '{"ranked":"higher"}')).toBe(true);
    expect(matches({ ranked: { gt: 'high' } }, '{"ranked":"low"}')).toBe(false);
    expect(() => matches({ ranked: 'none' }, '{}')).toThrow('does not fit its type mood');
  });

  it('domains are compared by their base', () => {
    expect(matches({ positive: { gte: '5.0' } }, '{"positive":5}')).toBe(true);
    expect(() => matches({ small: 40000 }, '{}')).toThrow('does not fit its type small');
    expect(matches({ pairs: { contains: 2 } }, '{"pairs":[1,2]}')).toBe(true);
  });

  it('money is shown, not compared, whatever its category', () => {
    for (const condition of [{ eq: 1 }, { eq: '1' }, { gt: 0 }, { neq: 2 }, { in: [1] }]) {
      expect(() => matches({ price: condition }, '{}')).toThrow(
        'does not work on "price": its type is money',
      );
    }
    expect(matches({ price: { like: '%1%' } }, '{"price":"$1.00"}')).toBe(true);
    expect(matches({ price: { contains: '$1' } }, '{"price":"$1.00"}')).toBe(true);
    expect(matches({ price: { contains: '$1' } }, '{"price":"$2.00"}')).toBe(false);
  });

  it('types that hide their text are not searched', () => {
    for (const condition of [{ like: '%' }, { ilike: '%' }, { contains: '1' }, { eq: '(1)' }]) {
      expect(() => matches({ pair: condition }, '{}')).toThrow('does not work on "pair": its type is pair');
    }
    expect(matches({ pair: { is: 'not_null' } }, '{"pair":{"a":1}}')).toBe(true);
  });

  it('others are shown, not compared', () => {
    expect(matches({ span: { like: '1 day%' } }, '{"span":"1 day 02:00:00"}')).toBe(true);
    expect(matches({ span: { is: 'not_null' } }, '{"span":"1 day"}')).toBe(true);
    for (const operator of ['eq', 'lt', 'neq']) {
      expect(() => matches({ span: { [operator]: '1 day' } }, '{}')).toThrow('does not work on "span"');
    }
    expect(() => matches({ span: { in: ['1 day'] } }, '{}')).toThrow('does not work on "span"');
    expect(() => matches({ raws: { like: '%' } }, '{}')).toThrow('does not work on "raws"');
    expect(() => matches({ raws: { contains: 1 } }, '{}')).toThrow('does not work on "raws"');
  });
});

it('a change with a value that cannot be read as its type is sent: it does not count as null', () => {
  for (const filter of [{ age: 1 }, { not: { age: 1 } }, { name: { like: 'a%' } }]) {
    const change = new ChangedRows({ payload: '{"new":{"age":{"a":1},"name":[1]},"old":null}' });
    expect(concerns(compileFilter(filter, columns), change)).toBe(true);
  }
});

it('texts of a length are compared whole, without the blanks of char(n)', () => {
  expect(matches({ short: 'abcd' }, '{"short":"abc"}')).toBe(false);
  expect(matches({ fixed: 'a' }, '{"fixed":"a  "}')).toBe(true);
  expect(matches({ fixed: 'abcd' }, '{"fixed":"abc"}')).toBe(false);
});

it.each<[unknown, (string | number)[], string]>([
  [[], [], 'must be an object of conditions'],
  [undefined, [], 'must be JSON'],
  [{ age: Number.POSITIVE_INFINITY }, [], 'must be JSON'],
  [{ name: 'a\0' }, [], 'without NUL or lone surrogates'],
  [{ name: '\ud800' }, [], 'without NUL or lone surrogates'],
  [{ nope: 1 }, ['nope'], 'The table has no column "nope"'],
  [{ age: { between: 1 } }, ['age', 'between'], 'must be one of eq, neq'],
  [{ age: 'x' }, ['age', 'eq'], 'The value for "age" does not fit its type integer.'],
  [{ age: 1.5 }, ['age', 'eq'], 'does not fit its type integer'],
  [{ age: { in: [1, 2147483648] } }, ['age', 'in'], 'does not fit its type integer'],
  [{ tags: { contains: '{' }, at: '2026-02-30' }, ['at', 'eq'], 'does not fit its type timestamp'],
  [{ tags: '{a' }, ['tags', 'eq'], 'does not fit its type text[]'],
  [{ doc: { contains: 'x'.repeat(501) } }, [], 'at most 500 characters'],
])('refuses %j, with the position', (filter, loc, message) => {
  try {
    compileFilter(filter, columns);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({
      issues: [{ loc: ['filter', ...loc], msg: expect.stringContaining(message) }],
    });
  }
});

it('refuses what nests too deeply without running out of stack', () => {
  const deep = (levels: number) => JSON.parse(`{"doc":{"eq":${'['.repeat(levels)}${']'.repeat(levels)}}}`);
  expect(() => compileFilter(deep(198), columns)).not.toThrow();
  expect(() => compileFilter(deep(3000), columns)).toThrow('must not nest deeper than 200');
  expect(() => compileFilter({ tags: '{'.repeat(100_000) }, columns)).toThrow('does not fit');
});

it('searches are limited over the whole filter', () => {
  const filter = (length: number) => ({
    or: [{ name: { like: 'x'.repeat(length) } }, { name: { ilike: 'y'.repeat(250) } }],
  });
  expect(() => compileFilter(filter(250), columns)).not.toThrow();
  expect(() => compileFilter(filter(251), columns)).toThrow('at most 500 characters');
});

describe('text that is not a number is refused in linear time', () => {
  const compile = (type: string, value: string) =>
    compileFilter({ n: { eq: value } }, [{ name: 'n', type, cast: type, category: 'N' }]);

  it.each(['bigint', 'numeric', 'integer'])('for %s', (type) => {
    for (const value of [`0x${'a'.repeat(28)}!`, `0x${'a'.repeat(700)}!`, `0b${'1'.repeat(700)}!`]) {
      expect(() => compile(type, value)).toThrow('does not fit its type');
    }
  });

  it('for a double', () => {
    const durationOf = (length: number) => {
      const value = `${'1'.repeat(length)}!`;
      const start = performance.now();
      for (let i = 0; i < 10; i++) expect(() => compile('double precision', value)).toThrow('does not fit');
      // The clock of workerd has a resolution of milliseconds.
      return Math.max(1, performance.now() - start);
    };
    durationOf(20_000);
    const ratios = Array.from({ length: 9 }, () => durationOf(320_000) / durationOf(20_000));
    // Of a quadratic pattern, 256.
    expect(ratios.sort((a, b) => a - b)[4]).toBeLessThan(80);
  });

  it('and numbers of too many digits are refused, wherever they stand', () => {
    const digits = 'The value for "n" holds a number of more than 1000 digits.';
    expect(() => compile('numeric', '1e131000')).toThrow(digits);
    expect(() => compile('bigint', '9'.repeat(200_000))).toThrow(digits);
    const documents = columnsOf({ n: 'jsonb' });
    expect(() => compileFilter(parseJson('{"n":{"contains":[1,{"a":1e131000}]}}'), documents)).toThrow(
      digits,
    );
    expect(() => compileFilter(parseJson('{"n":1e500}'), documents, 500)).toThrow('more than 500 digits');
    expect(() => compileFilter(parseJson('{"n":1e499}'), documents, 500)).not.toThrow();
  });
});
