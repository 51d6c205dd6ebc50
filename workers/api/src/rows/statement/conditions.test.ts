import { compile } from '@selfdb/server/db/compile';
import type { Operator } from '@selfdb/server/filter/read-test';
import { expect, it } from 'vitest';
import { columnOf, metaOf } from '../../testing/table-meta.ts';
import { parseFilter } from './filter.ts';

/** The SQL of `c <operator> <operand>` for a column `c` of the type, and its values. */
function apply(operator: Operator, type: string, operand: string): unknown[] {
  const { where } = parseFilter(metaOf(columnOf('c', type)), `{"c":{"${operator}":${operand}}}`);
  const { text, parameters } = compile(where);
  return [text.slice(1, -1).replaceAll('r."c"', 'c'), ...parameters];
}

it.each<[Operator, string, string, string, ...unknown[]]>([
  ['eq', 'integer', '1', 'c = $1::integer', '1'],
  ['eq', 'bigint', '9007199254740993', 'c = $1::bigint', '9007199254740993'],
  ['eq', 'boolean', 'true', 'c = $1::boolean', 'true'],
  ['eq', 'text', '5', 'c = $1::text', '5'],
  ['eq', 'integer', 'null', 'c is null'],
  ['eq', 'jsonb', '{"a":1.50}', 'c = $1::jsonb', '{"a":1.50}'],
  ['eq', 'jsonb', 'null', 'c is null'],
  ['eq', 'text[]', '["a","b\\"c",null]', 'c = $1::text[]', '{"a","b\\"c",NULL}'],
  ['eq', 'text[]', '"{a}"', 'c = $1::text[]', '{a}'],
  ['eq', 'integer[]', '[[1,2],[3,4]]', 'c = $1::integer[]', '{{"1","2"},{"3","4"}}'],
  ['neq', 'text', '"x"', 'c <> $1::text', 'x'],
  ['neq', 'text', 'null', 'c is not null'],
  ['gt', 'numeric(5,2)', '0.10', 'c > $1::numeric', '0.10'],
  ['gte', 'date', '"2020-01-01"', 'c >= $1::date', '2020-01-01'],
  ['lt', 'double precision', '1e3', 'c < $1::double precision', '1e3'],
  ['lte', 'text', '""', 'c <= $1::text', ''],
  ['in', 'integer', '[1,2]', 'c = any($1::integer[])', '{"1","2"}'],
  ['in', 'text', '[]', 'c = any($1::text[])', '{}'],
  ['in', 'text', '["NULL",",","{}","\\\\"]', 'c = any($1::text[])', '{"NULL",",","{}","\\\\"}'],
  ['in', 'boolean', '[true,false]', 'c = any($1::boolean[])', '{"true","false"}'],
  ['eq', 'mood', '"sad"', 'c = $1::text::mood', 'sad'],
  ['in', '"My Mood"', '["sad"]', 'c = any($1::text::"My Mood"[])', '{"sad"}'],
  ['contains', 'mood[]', '"sad"', 'c @> $1::text::mood[]', '{"sad"}'],
  ['in', 'jsonb', '[{"a":1},null]', 'c = any($1::jsonb[])', ['{"a":1}', 'null']],
  ['nin', 'uuid', '["x"]', 'c <> all($1::uuid[])', '{"x"}'],
  ['like', 'integer', '"1%"', 'c::text like $1', '1%'],
  ['like', 'text', '"a\\\\"', 'c::text like $1', 'a\\\\'],
  ['like', 'text', '"a\\\\\\\\"', 'c::text like $1', 'a\\\\'],
  ['like', 'text', '"\\\\%"', 'c::text like $1', '\\%'],
  ['ilike', 'text', '"X_"', 'c::text ilike $1', 'X_'],
  ['contains', 'text', '"50%"', 'strpos(c::text, $1) > 0', '50%'],
  ['contains', 'integer', '5', 'strpos(c::text, $1) > 0', '5'],
  ['contains', 'integer[]', '[1,2]', 'c @> $1::integer[]', '{"1","2"}'],
  ['contains', 'text[]', '"a"', 'c @> $1::text[]', '{"a"}'],
  ['contains', 'jsonb', '{"a":[1]}', 'c @> $1::jsonb', '{"a":[1]}'],
  ['contains', 'json', 'null', 'c::jsonb @> $1::jsonb', 'null'],
  ['is', 'text', '"null"', 'c is null'],
  ['is', 'jsonb', '"not_null"', 'c is not null'],
  ['is', 'boolean', '"true"', 'c is true'],
  ['is', 'boolean', '"false"', 'c is false'],
])('%s on %s with %s', (name, type, operand, ...expected) => {
  expect(apply(name, type, operand)).toEqual(expected);
});

it('a long list is a subquery, which Postgres hashes, and one parameter', () => {
  const values = (count: number) => JSON.stringify(Array.from({ length: count }, (_, i) => i));
  expect(apply('in', 'integer', values(1000))[0]).toBe('c = any($1::integer[])');
  expect(apply('in', 'integer', values(1001))).toEqual([
    'c in (select unnest($1::integer[]))',
    expect.any(String),
  ]);
  expect(apply('nin', 'uuid', values(1001))[0]).toBe('c not in (select unnest($1::uuid[]))');
});
