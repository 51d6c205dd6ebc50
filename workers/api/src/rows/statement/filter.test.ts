import { compile } from '@selfdb/server/db/compile';
import { ValidationError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { columnOf, idColumn, metaOf } from '../../testing/table-meta.ts';
import { parseFilter } from './filter.ts';

const table = metaOf(
  idColumn,
  columnOf('age', 'integer'),
  columnOf('name', 'text'),
  columnOf('doc', 'json'),
  columnOf('not', 'boolean'),
  columnOf('and', 'text'),
  columnOf('__proto__', 'text'),
  columnOf('a"; drop', 'text'),
);
const read = (text: string) => parseFilter(table, text);
const sqlOf = (filter: string) => {
  const { text, parameters } = compile(read(filter).where);
  return [text, ...parameters];
};

it.each<[string, string, ...unknown[]]>([
  ['{"age":5}', '(r."age" = $1::integer)', '5'],
  ['{"age":null}', '(r."age" is null)'],
  ['{"age":{"gte":18,"lt":65}}', '(r."age" >= $1::integer and r."age" < $2::integer)', '18', '65'],
  ['{"age":{"gt":1},"name":"x"}', '(r."age" > $1::integer and r."name" = $2::text)', '1', 'x'],
  [
    '{"or":[{"age":1},{"age":2,"name":"x"}]}',
    '(((r."age" = $1::integer) or (r."age" = $2::integer and r."name" = $3::text)))',
    '1',
    '2',
    'x',
  ],
  ['{"and":[{"age":1}]}', '(((r."age" = $1::integer)))', '1'],
  ['{"not":{"age":1}}', '((not (r."age" = $1::integer)))', '1'],
  ['{}', 'true'],
  ['{"or":[{},{"age":1}]}', '((true or (r."age" = $1::integer)))', '1'],
  ['{"and":[{},{"not":{}}]}', '((true and ((not true))))'],
  ['{"doc":{"eq":{"a":1}}}', '(r."doc"::jsonb = $1::jsonb)', '{"a":1}'],
  ['{"__proto__":{"eq":"x"}}', '(r."__proto__" = $1::text)', 'x'],
  ['{"a\\"; drop":"x"}', '(r."a""; drop" = $1::text)', 'x'],
])('reads %s', (text, ...expected) => {
  expect(sqlOf(text)).toEqual(expected);
});

describe('a column named like a logical operator', () => {
  it('is meant if the value is a condition', () => {
    expect(sqlOf('{"not":{"is":"true"}}')).toEqual(['(r."not" is true)']);
    expect(sqlOf('{"and":{"eq":"x"}}')).toEqual(['(r."and" = $1::text)', 'x']);
  });

  it('is not meant if the value is a list of filters', () => {
    expect(sqlOf('{"not":{"age":1}}')).toEqual(['((not (r."age" = $1::integer)))', '1']);
    expect(sqlOf('{"and":[{"age":1}]}')).toEqual(['(((r."age" = $1::integer)))', '1']);
  });
});

it('never puts a value or an unknown name into the SQL', () => {
  const evil = `'; drop table x; --`;
  const { text, parameters } = compile(
    read(JSON.stringify({ name: { in: [evil] }, and: [{ name: { like: evil } }] })).where,
  );
  expect(text).not.toContain('drop');
  expect(parameters.join()).toContain(evil);
});

it('returns each value with its column and location, so that errors can name the column', () => {
  expect(read('{"or":[{"age":{"gt":"x"}},{"name":"y"}]}').candidates).toMatchObject([
    { column: { name: 'age' }, value: 'x', loc: ['query', 'filter', 'age', 'gt'] },
    { column: { name: 'name' }, value: 'y', loc: ['query', 'filter', 'name', 'eq'] },
  ]);
});

it.each([
  ['', 'must be JSON'],
  ['{', 'must be JSON'],
  ['{"age":1}x', 'must be JSON'],
  ['{"name":"\\u0000"}', 'without NUL'],
  ['{"name":"\\ud800"}', 'without NUL or lone surrogates'],
  ['[]', 'must be an object of conditions'],
  ['{"toString":1}', 'no column "toString"'],
])('refuses %s', (text, message) => {
  expect(() => read(text)).toThrow(message);
  expect(() => read(text)).toThrow(ValidationError);
});

it('refuses a value of ten thousand levels without reading it', () => {
  const deep = `{"doc":{"eq":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`;
  expect(() => read(deep)).toThrow('must not nest deeper');
});
