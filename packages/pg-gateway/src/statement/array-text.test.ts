import { expect, test } from 'vitest';
import { parseArrayText } from './array-text.ts';

test.each([
  ['{}', []],
  ['{1,2}', ['1', '2']],
  ['{NULL,"NULL"}', [null, 'NULL']],
  ['{"a,b","c}d","e\\"f\\\\g",""}', ['a,b', 'c}d', 'e"f\\g', '']],
  [
    '{{1,2},{3,4}}',
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  ['[0:1]={5,6}', ['5', '6']],
  ['{a b, c}', ['a b', ' c']],
])('%s is parsed', (text, elements) => {
  expect(parseArrayText(text)).toEqual(elements);
});
