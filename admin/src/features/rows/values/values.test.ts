import { expect, it } from 'vitest';
import { parseExact } from '../../../ui/format/exact-json.ts';
import { type ColumnKind, gridColumns, kindOf } from './column-kind.ts';
import { readValue } from './read-value.ts';
import { isSameValue, showValue, valueText } from './show-value.ts';

const enums = new Map([['mood', ['ok', 'sad']]]);
const column = (type: string) => gridColumns([{ name: 'c', type }], enums)[0] ?? expect.fail();

it.each<[string, ColumnKind]>([
  ['bigint', 'integer'],
  ['numeric(10,2)', 'decimal'],
  ['timestamp with time zone', 'timestamp'],
  ['time without time zone', 'time'],
  ['integer[]', 'array'],
  ['mood', 'enum'],
  ['character varying(20)', 'text'],
  ['bytea', 'other'],
])('%s is shown as %s', (type, kind) => {
  expect(kindOf(type, enums)).toBe(kind);
});

it('tells NULL from an empty text', () => {
  expect(showValue(null)).toEqual({ text: 'NULL', tone: 'null' });
  expect(showValue('').tone).toBe('empty');
  expect(showValue('NULL').tone).toBe('value');
  expect(isSameValue(null, '')).toBe(false);
});

it.each([
  ['bigint', '9007199254740993'],
  ['numeric', '1.10'],
  ['jsonb', '{"a":12345678901234567890}'],
  ['text[]', '["a","b c"]'],
])('reads %s %s and writes it back with all digits', (type, text) => {
  const read = readValue(text, column(type));
  expect(read.error).toBeUndefined();
  expect(valueText(read.error === undefined ? read.value : undefined)).toBe(text);
});

it.each([
  ['integer', '1.5'],
  ['numeric', '1,5'],
  ['boolean', 'maybe'],
  ['date', '31.1.2026'],
  ['jsonb', '{a:1}'],
  ['text[]', '{a,b}'],
  ['mood', 'happy'],
  ['uuid', '123'],
  ['timestamp with time zone', 'yesterday'],
])('says why %s does not take %s', (type, text) => {
  expect(readValue(text, column(type)).error).toMatch(/\.$/);
});

it('compares exact numbers by their digits', () => {
  expect(isSameValue(parseExact('9007199254740993'), parseExact('9007199254740993'))).toBe(true);
  expect(isSameValue(parseExact('9007199254740993'), parseExact('9007199254740992'))).toBe(false);
  expect(isSameValue('1', 1)).toBe(false);
});
