import { expect, it } from 'vitest';
import { exactNumber, parseExact } from './exact-json.ts';

it.each(['9007199254740993', '12345678901234567890.0123456789', '1.10', '-0', '1e400'])(
  'keeps every digit of %s, also within documents',
  (digits) => {
    expect(JSON.stringify(parseExact(`{"a":[${digits}]}`))).toBe(`{"a":[${digits}]}`);
    expect(JSON.stringify(exactNumber(digits))).toBe(digits);
  },
);

it('leaves numbers that JavaScript prints alike as they are', () => {
  expect(parseExact('[1,-2.5,"3"]')).toEqual([1, -2.5, '3']);
});
