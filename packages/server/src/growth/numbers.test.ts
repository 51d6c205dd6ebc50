import { expect, it } from 'vitest';
import { numbersIn } from './numbers.ts';

const digitsOf = (text: string, isJson = false) => numbersIn(text, { isJson }).mostDigits;

it.each([
  ['', 0],
  ['none', 0],
  ['0', 1],
  ['12345', 5],
  ['-1.50', 3],
  ['.5', 2],
  ['5.', 1],
  ['1e5', 6],
  ['1E+5', 6],
  ['1e-5', 6],
  ['123e-2', 3],
  ['1.5e3', 4],
  ['1_000', 5],
  ['1e1_0', 11],
  ['1e', 0],
  ['1e+', 0],
  ['1e131000', 131_001],
  ['0e-16000', 16_001],
  ['{1,1e131000}', 131_001],
  ['[1e9999,)', 10_000],
  ['0x1e131000', 10],
  [`0b${'1'.repeat(100)}`, 121],
  ['9'.repeat(1001), 1001],
  ['{1\\e131000}', 131_001],
  ['{"1\\e131000"}', 131_001],
  ['{1e131\\000}', 131_001],
  ['[1"e"131000,]', 131_001],
  ['("{\\"{\\\\\\"a\\\\\\":1e5}\\"}")', 6],
  ['[-\\1.5e3,)', 4],
  ['0\\x1e131000', 10],
  ['$.a[1e131000 to 2]', 131_001],
  ['ab12e9999,c_1e9999,7e9999ff,7e9999_f', 0],
  ['é1e9', 10],
])('the longest number in %s has %i digits', (text, digits) => {
  expect(digitsOf(text)).toBe(digits);
});

it('however long the exponent, there are more digits than any bound', () => {
  expect(digitsOf(`1e${'9'.repeat(1000)}`)).toBeGreaterThan(1e15);
});

it('in JSON, numbers in strings do not count', () => {
  expect(digitsOf('{"1e500":"1e600\\"1e700","n":1e5}', true)).toBe(6);
  expect(digitsOf('"unended 1e500\\', true)).toBe(0);
});

it('tells by how much a text grows when the exponents are written out', () => {
  expect(numbersIn('[1,1e999,1e999]', { isJson: true })).toEqual({
    count: 3,
    mostDigits: 1000,
    gained: 1990,
  });
});
