import { expect, it } from 'vitest';
import { commandOf, converterOf } from './result-json.ts';

it.each([
  ['SELECT 0', 'SELECT', 0],
  ['SELECT 12', 'SELECT', 12],
  ['INSERT 0 5', 'INSERT', 5],
  ['INSERT 0 0', 'INSERT', 0],
  ['UPDATE 10', 'UPDATE', 10],
  ['CREATE TABLE', 'CREATE TABLE', null],
  ['CREATE TABLE AS', 'CREATE TABLE AS', null],
  ['MOVE 3', 'MOVE', 3],
])('reads the command tag %j', (tag, command, count) => {
  expect(commandOf(tag, [])).toEqual({ command, count });
});

it.each([
  [['insert', 'into'], 'INSERT'],
  [['with', 'x'], 'SELECT'],
  [[], 'SELECT'],
  [['explain'], 'EXPLAIN'],
])('without a tag, takes the command from the words %j', (words, command) => {
  expect(commandOf(undefined, words)).toEqual({ command, count: null });
});

it.each([
  [20, '-9223372036854775808', '-9223372036854775808'],
  [1700, '1.50', '1.50'],
  [1700, 'NaN', '"NaN"'],
  [701, '-Infinity', '"-Infinity"'],
  [701, '1e-05', '1e-05'],
  [1184, '2026-01-31 08:15:30+05:30', '"2026-01-31T08:15:30.000+05:30"'],
  [1184, '12026-01-31 08:15:30+00', '"12026-01-31 08:15:30+00"'],
  [1184, '0044-03-15 12:00:00+00 BC', '"0044-03-15 12:00:00+00 BC"'],
  [25, 'a"\n\u0001', '"a\\"\\n\\u0001"'],
  [3807, '{"{\\"a\\": \\"}\\"}",NULL}', '[{"a": "}"},null]'],
])('makes JSON of type %i %j', (oid, text, expected) => {
  expect(converterOf(oid)(text)).toBe(expected);
});
