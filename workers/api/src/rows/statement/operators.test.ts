import { raw } from 'sql-template-tag';
import { describe, expect, it } from 'vitest';
import { columnOf } from '../../testing/table-meta.ts';
import { parseJson } from '../json-value.ts';
import { isOperator, OPERATORS } from './operators.ts';

type Name = keyof typeof OPERATORS;

/** The SQL of `c <operator> <operand>` for a column `c` of the type, and its values. */
function apply(name: Name, type: string, operand: string): unknown[] {
  const column = columnOf('c', type);
  const cast = type === 'json' ? 'jsonb' : column.cast;
  const loc = ['query', 'filter', 'c', name];
  const { sql, values } = OPERATORS[name]({ left: raw('c'), cast, column, operand: parseJson(operand), loc });
  return [sql, ...values];
}

it.each<[Name, string, string, string, ...unknown[]]>([
  ['eq', 'integer', '1', 'c = ?::integer', '1'],
  ['eq', 'bigint', '9007199254740993', 'c = ?::bigint', '9007199254740993'],
  ['eq', 'boolean', 'true', 'c = ?::boolean', 'true'],
  ['eq', 'text', '5', 'c = ?::text', '5'],
  ['eq', 'integer', 'null', 'c is null'],
  ['eq', 'jsonb', '{"a":1.50}', 'c = ?::jsonb', '{"a":1.50}'],
  ['eq', 'jsonb', 'null', 'c is null'],
  ['eq', 'text[]', '["a","b\\"c",null]', 'c = ?::text[]', '{"a","b\\"c",NULL}'],
  ['eq', 'text[]', '"{a}"', 'c = ?::text[]', '{a}'],
  ['eq', 'integer[]', '[[1,2],[3,4]]', 'c = ?::integer[]', '{{"1","2"},{"3","4"}}'],
  ['neq', 'text', '"x"', 'c <> ?::text', 'x'],
  ['neq', 'text', 'null', 'c is not null'],
  ['gt', 'numeric(5,2)', '0.10', 'c > ?::numeric', '0.10'],
  ['gte', 'date', '"2020-01-01"', 'c >= ?::date', '2020-01-01'],
  ['lt', 'double precision', '1e3', 'c < ?::double precision', '1e3'],
  ['lte', 'text', '""', 'c <= ?::text', ''],
  ['in', 'integer', '[1,2]', 'c = any(?::integer[])', '{"1","2"}'],
  ['in', 'text', '[]', 'c = any(?::text[])', '{}'],
  ['in', 'text', '["NULL",",","{}","\\\\"]', 'c = any(?::text[])', '{"NULL",",","{}","\\\\"}'],
  ['in', 'boolean', '[true,false]', 'c = any(?::boolean[])', '{"true","false"}'],
  ['eq', 'mood', '"sad"', 'c = ?::text::mood', 'sad'],
  ['in', '"My Mood"', '["sad"]', 'c = any(?::text::"My Mood"[])', '{"sad"}'],
  ['contains', 'mood[]', '"sad"', 'c @> ?::text::mood[]', '{"sad"}'],
  ['in', 'jsonb', '[{"a":1},null]', 'c = any(?::jsonb[])', ['{"a":1}', 'null']],
  ['nin', 'uuid', '["x"]', 'c <> all(?::uuid[])', '{"x"}'],
  ['like', 'integer', '"1%"', 'c::text like ?', '1%'],
  ['like', 'text', '"a\\\\"', 'c::text like ?', 'a\\\\'],
  ['like', 'text', '"a\\\\\\\\"', 'c::text like ?', 'a\\\\'],
  ['like', 'text', '"\\\\%"', 'c::text like ?', '\\%'],
  ['ilike', 'text', '"X_"', 'c::text ilike ?', 'X_'],
  ['contains', 'text', '"50%"', 'strpos(c::text, ?) > 0', '50%'],
  ['contains', 'integer', '5', 'strpos(c::text, ?) > 0', '5'],
  ['contains', 'integer[]', '[1,2]', 'c @> ?::integer[]', '{"1","2"}'],
  ['contains', 'text[]', '"a"', 'c @> ?::text[]', '{"a"}'],
  ['contains', 'jsonb', '{"a":[1]}', 'c @> ?::jsonb', '{"a":[1]}'],
  ['contains', 'json', 'null', 'c @> ?::jsonb', 'null'],
  ['is', 'text', '"null"', 'c is null'],
  ['is', 'jsonb', '"not_null"', 'c is not null'],
  ['is', 'boolean', '"true"', 'c is true'],
  ['is', 'boolean', '"false"', 'c is false'],
])('%s on %s with %s', (name, type, operand, ...expected) => {
  expect(apply(name, type, operand)).toEqual(expected);
});

it.each<[Name, string, string, string]>([
  ['eq', 'text', '{"a":1}', 'must be a text, number or boolean'],
  ['eq', 'integer', '[1]', 'must be a text, number or boolean'],
  ['gt', 'integer', 'null', 'must be a text, number or boolean'],
  ['eq', 'text[]', '[{"a":1}]', 'must hold texts, numbers or booleans'],
  ['in', 'integer', '1', 'must be an array'],
  ['in', 'integer', '"1,2"', 'must be an array'],
  ['in', 'integer', '[1,null]', 'must not hold null'],
  ['in', 'integer', '[[1,2]]', 'must not hold arrays'],
  ['in', 'text', '[{}]', 'must hold texts, numbers or booleans'],
  ['nin', 'text[]', '["a"]', 'does not work on arrays'],
  ['like', 'text', '5', 'must be a text'],
  ['ilike', 'text', 'null', 'must be a text'],
  ['contains', 'text', '["a"]', 'must be a text'],
  ['is', 'text', '"true"', 'needs a boolean column'],
  ['is', 'text', 'null', 'must be "null", "not_null", "true" or "false"'],
  ['is', 'boolean', 'true', 'must be "null", "not_null", "true" or "false"'],
  ['is', 'boolean', '"toString"', 'must be "null", "not_null", "true" or "false"'],
])('%s on %s refuses %s', (name, type, operand, message) => {
  expect(() => apply(name, type, operand)).toThrow(message);
});

it('a list holds at most 10,000 values', () => {
  expect(() => apply('in', 'integer', `[${Array(10_000).fill('1')}]`)).not.toThrow();
  expect(() => apply('in', 'integer', `[${Array(10_001).fill('1')}]`)).toThrow('at most 10000');
});

describe('a name is that of an operator', () => {
  it.each(['eq', 'nin', 'is'])('when it is %s', (name) => expect(isOperator(name)).toBe(true));
  it.each(['EQ', 'toString', '__proto__', '=', ''])('never when it is "%s"', (name) =>
    expect(isOperator(name)).toBe(false),
  );
});
