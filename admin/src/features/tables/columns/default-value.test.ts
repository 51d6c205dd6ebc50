import { expect, it } from 'vitest';
import { defaultFromText, defaultProblem, suggestDefaults, textOfDefault } from './default-value.ts';

const MOOD = { name: 'mood', kind: 'enum', labels: ['sad', 'happy'] };

it.each([
  ['integer', '5', 5],
  ['bigint', '9007199254740993', '9007199254740993'],
  ['numeric(10,2)', '1.50', '1.50'],
  ['boolean', 'TRUE', true],
  ['text', '5', '5'],
  ['timestamptz', 'now()', 'now()'],
  ['jsonb', '{"a": 12345678901234567890}', '{"a": 12345678901234567890}'],
  ['jsonb', '5', 5],
  ['text[]', '["a", "b"]', ['a', 'b']],
  ['text[]', '{a,b}', '{a,b}'],
])('a default of %s written %s is sent with its type and all its digits', (type, text, value) => {
  expect(defaultFromText(type, text)).toEqual(value);
});

it.each([
  ['integer', '1.5', 'whole number'],
  ['numeric', 'much', 'number'],
  ['bool', 'yes', 'true or false'],
  ['text[]', 'a, b', 'list'],
  ['serial', '1', 'counts by itself'],
  ['mood', 'glad', 'sad, happy'],
])('a default of %s can not be %s', (type, text, problem) => {
  expect(defaultProblem(type, text, [MOOD])).toContain(problem);
});

it.each([
  ['integer', '-1'],
  ['real', '1e-3'],
  ['mood', 'sad'],
  ['mood[]', '["sad"]'],
  ['interval day to second', '1 day'],
  ['unknown_type', 'anything'],
])('a default of %s can be %s', (type, text) => {
  expect(defaultProblem(type, text, [MOOD])).toBeUndefined();
});

it('offers what fits the type', () => {
  expect(suggestDefaults('timestamptz', []).map(({ value }) => value)).toEqual(['now()']);
  expect(suggestDefaults('mood', [MOOD]).map(({ value }) => value)).toEqual(['sad', 'happy']);
  expect(suggestDefaults('point', [])).toEqual([]);
});

it('shows an empty text as SQL writes it, so that it is not taken for none', () => {
  expect(textOfDefault('')).toBe("''");
  expect(textOfDefault(undefined)).toBe('');
  expect(textOfDefault(false)).toBe('false');
});
