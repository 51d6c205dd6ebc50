import { expect, test } from 'vitest';
import { parameterText } from './parameters.ts';

test.each([
  [null, null],
  ['text', 'text'],
  ['', ''],
  [1.5, '1.5'],
  [-0, '0'],
  [true, 'true'],
  [false, 'false'],
  [{ a: [1, null] }, '{"a":[1,null]}'],
  [[], '{}'],
  [[1, null, true], '{1,NULL,true}'],
  [['a', 'NULL', 'b"c\\d', ''], '{"a","NULL","b\\"c\\\\d",""}'],
  [[[1], [2]], '{{1},{2}}'],
  [[{ a: 'b' }], '{"{\\"a\\":\\"b\\"}"}'],
])('%j is sent as %j', (value, text) => {
  expect(parameterText(value)).toBe(text);
});
