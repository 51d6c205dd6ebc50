import { expect, it } from 'vitest';
import { readMetadata } from './read-metadata.ts';

it('reads an object with all digits, and the empty text as an empty one', () => {
  const read = readMetadata('{"id": 9007199254740993}');
  expect(JSON.stringify('metadata' in read && read.metadata)).toBe('{"id":9007199254740993}');
  expect(readMetadata('  ')).toEqual({ metadata: {} });
});

it.each(['[1]', '1.10', 'null', '{a: 1}'])('refuses %s', (text) => {
  expect(readMetadata(text)).toHaveProperty('problem');
});
