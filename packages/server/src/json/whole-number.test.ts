import { expect, it } from 'vitest';
import { parseJson, toJsonText } from './json-value.ts';
import { isOfIntegers, plainInteger, withPlainIntegers } from './whole-number.ts';

it.each([
  ['5.0', '5'],
  ['5e0', '5'],
  ['1e2', '100'],
  ['1E+2', '100'],
  ['2.50', '2.50'],
  ['2.5e1', '25'],
  ['25.0e-1', '25.0e-1'],
  ['250e-1', '25'],
  ['-0.0', '0'],
  ['-5.00', '-5'],
  ['0.0e99999999999999999999', '0'],
  ['0e-99999999999999999999', '0'],
  ['1e-2', '1e-2'],
  ['9007199254740993.0', '9007199254740993'],
  ['9223372036854775807.000', '9223372036854775807'],
  ['1e131000', '1e131000'],
  ['1e-131000', '1e-131000'],
  ['12', '12'],
  ['x', 'x'],
])('%s is %s', (source, expected) => {
  expect(plainInteger(source)).toBe(expected);
});

it('of a value in arrays too, and of numbers alone', () => {
  expect(toJsonText(withPlainIntegers(parseJson('[1.0,["2.0",[3e0]],null]')))).toBe('[1,["2.0",[3]],null]');
});

it.each([
  ['integer', undefined, true],
  ['bigint[]', null, true],
  ['whole', 'smallint', true],
  ['whole[]', 'integer[]', true],
  ['numeric', undefined, false],
  ['text', undefined, false],
  ['money', undefined, false],
])('%s (%s) holds integers: %s', (cast, base, expected) => {
  expect(isOfIntegers({ cast, base })).toBe(expected);
});
