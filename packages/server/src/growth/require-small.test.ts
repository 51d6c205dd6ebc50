import { expect, it } from 'vitest';
import { parseJson } from '../json/json-value.ts';
import { requireSmall } from './require-small.ts';

const LIMITS = { maxNumericDigits: 1000, maxGainedCharacters: 100_000 };
const CATEGORIES: Record<string, string> = {
  text: 'S',
  uuid: 'U',
  jsonb: 'U',
  json: 'U',
  hstore: 'U',
  boolean: 'B',
  pair: 'C',
  numrange: 'R',
  nummultirange: 'R',
  jsonpath: 'U',
  character: 'S',
};

/** `numeric`, or `positive of numeric(9,2)` for a domain. */
function check(described: string, ...values: string[]): void {
  const [type = '', base] = described.split(' of ');
  const cast = type.replace(/\(.*?\)/, '');
  const under = (base ?? cast).replace(/\(.*?\)/, '');
  const category = under.endsWith('[]') ? 'A' : (CATEGORIES[under] ?? 'N');
  const column = { name: 'n', type, cast, category, base: base ?? null };
  requireSmall(
    values.map((value, i) => ({ column, value: parseJson(value), loc: ['body', i, 'n'] })),
    LIMITS,
  );
}

it.each([
  ['numeric', '1e131000'],
  ['numeric', '"1e131000"'],
  ['numeric', `"${'1'.repeat(1001)}"`],
  ['numeric', '"-1e-1001"'],
  ['integer', '"1e131000"'],
  ['positive', '1e131000'],
  ['numeric[]', '[1,[1e131000]]'],
  ['numeric[]', '["1e131000"]'],
  ['numeric[]', '"{1,1e131000}"'],
  ['numrange', '"[1,1e131000)"'],
  ['pair', '{"a":{"b":"1e131000"}}'],
  ['pair', '"(1e131000)"'],
  ['jsonb', '{"n":1e131000}'],
  ['jsonb', '[[[1e-1001]]]'],
  ['json', '{"n":1e131000}'],
  ['hstore', '1e131000'],
  ['hstore', '"a=>1e131000"'],
  ['numeric[]', '"{1\\\\e131000}"'],
  ['numrange', '"[1\\"e\\"131000,]"'],
  ['nummultirange', '"{[1\\\\e131000,]}"'],
  ['jsonb[]', '"{1e131000}"'],
  ['jsonb[]', '"{\\"[1e131000]\\"}"'],
  ['jsonb[]', '["[1e131000]"]'],
  ['json[]', '"{1e131000}"'],
  ['jsonpath', '"1e131000"'],
  ['pair', '"(,\\"[1\\\\e131000]\\")"'],
  ['pair[]', '"{\\"(1e131000,)\\"}"'],
  ['d of numeric', '"1e131000"'],
  ['d of numeric(1000,2)', '1e131000'],
  ['d of numeric[]', '"{1\\\\e131000}"'],
  ['d[] of numeric[]', '["1e131000"]'],
  ['d of jsonb', '"[1e131000]"'],
  ['d of jsonb', '{"a":1e131000}'],
  ['d[] of jsonb[]', '["[1e131000]"]'],
])('a column of %s refuses %s', (type, value) => {
  expect(() => check(type, value)).toThrow('"n" holds a number of more than 1000 digits');
});

it.each([
  ['numeric', '1e999'],
  ['numeric', `"${'1'.repeat(1000)}"`],
  ['numeric', 'null'],
  ['double precision', '1e-131000'],
  ['real[]', '"{1e131000}"'],
  ['text', '"1e131000"'],
  ['text', '1e131000'],
  ['uuid', '"00000000-0000-0000-0000-0000001e9999"'],
  ['jsonb', '{"n":"1e131000","1e131000":[true,null]}'],
  ['integer', '5e0'],
  ['d of text', '"1e131000"'],
  ['d of character varying(9)', '"1e131000"'],
  ['d[] of timestamp(3) without time zone[]', '["1e131000"]'],
  ['d of jsonb', '{"n":"1e131000"}'],
  ['jsonb[]', '[{"n":"1e131000"}]'],
  ['pair', '{"a":"3f7e9999ab"}'],
])('a column of %s takes %s, or leaves it to Postgres', (type, value) => {
  expect(() => check(type, value)).not.toThrow();
});

it('what values gain is counted together', () => {
  expect(() => check('numeric', ...Array(100).fill('1e999'))).not.toThrow();
  expect(() => check('numeric', ...Array(101).fill('1e999'))).toThrow('Send fewer at once');
  expect(() => check('jsonb', `[${Array(101).fill('1e999')}]`)).toThrow('Send fewer at once');
});

it('so is what columns fill up', () => {
  expect(() => check('character(10485760)', '"a"')).toThrow('Send fewer at once');
  expect(() => check('character(1000)[]', `[${Array(101).fill('"a"')}]`)).toThrow('Send fewer at once');
  expect(() => check('character(1000)[]', `"{${Array(101).fill('a')}}"`)).toThrow('Send fewer at once');
  expect(() => check('numeric(1000,500)[]', `[${Array(201).fill('1')}]`)).toThrow('Send fewer at once');
  expect(() => check('d of character(10485760)', '"a"')).toThrow('Send fewer at once');
  expect(() => check('d[] of character(1000)[]', `[${Array(101).fill('"a"')}]`)).toThrow('Send fewer');
  expect(() => check('d of numeric(1000,500)', ...Array(201).fill('1'))).toThrow('Send fewer at once');
  expect(() => check('character(1000)', ...Array(100).fill('"a"'))).not.toThrow();
});

it('an array of documents, and a document, hold so many values', () => {
  expect(() => check('jsonb[]', `[${Array(10_001).fill('1')}]`)).toThrow('holds more than 10000 values');
  expect(() => check('jsonb[]', `[[${Array(10_001).fill('1')}]]`)).toThrow('holds more than 10000 values');
  expect(() => check('jsonb[]', `"{${Array(10_001).fill('1')}}"`)).toThrow('holds more than 10000 values');
  expect(() => check('jsonb[]', `[{"a":[${Array(10_001).fill('1')}]}]`)).not.toThrow();
  expect(() => check('jsonb', `[${Array(250_000).fill('1')}]`)).toThrow('holds more than 250000 values');
  expect(() => check('jsonb', `[${Array(249_999).fill('1')}]`)).not.toThrow();
  expect(() => check('integer[]', `[${Array(250_000).fill('1')}]`)).not.toThrow();
  expect(() => check('integer[]', `"{${Array(250_000).fill('1')}}"`)).not.toThrow();
  expect(() => check('d of jsonb[]', `"{${Array(10_001).fill('1')}}"`)).toThrow('more than 10000 values');
  expect(() => check('d of jsonb', `"[${Array(250_001).fill('1')}]"`)).toThrow('more than 250000 values');
  expect(() => check('nummultirange', `"{${Array(5001).fill('[1,2)')}}"`)).toThrow('more than 10000 values');
});

it('so does what may hold documents', () => {
  expect(() => check('pair', `{"b":[${Array(10_001).fill('1')}]}`)).toThrow('more than 10000 values');
  expect(() => check('pair', `"(,\\"[${Array(10_001).fill('1')}]\\")"`)).toThrow('more than 10000 values');
  expect(() => check('pair', `{"b":[${Array(9000).fill('1')}]}`)).not.toThrow();
});
