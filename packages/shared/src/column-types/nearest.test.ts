import { expect, it } from 'vitest';
import { nearestType } from './nearest.ts';

it.each([
  ['string', 'text'],
  ['strng', 'text'],
  ['txt', 'text'],
  ['datetime', 'timestamptz'],
  ['Number', 'numeric'],
  ['boolen', 'boolean'],
  ['intger', 'integer'],
  ['uid', 'uuid'],
  ['jsonn', 'json'],
  ['timestmptz', 'timestamptz'],
])('%s is most like %s', (name, nearest) => {
  expect(nearestType(name)).toBe(nearest);
});

it('also suggests types that are not built in', () => {
  expect(nearestType('mod', ['mood', 'Colour'])).toBe('mood');
  expect(nearestType('color', ['mood', 'Colour'])).toBe('Colour');
});
