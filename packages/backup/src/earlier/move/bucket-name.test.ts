import { expect, it } from 'vitest';
import { toBucketName } from './bucket-name.ts';

it.each([
  ['avatars', 'avatars'],
  ['My Papers', 'my-papers'],
  ['Übersicht_2025', 'u-bersicht-2025'],
  ['--a--', 'bucket-a'],
  ['写真', 'bucket'],
  [`${'x'.repeat(62)}-y`, 'x'.repeat(62)],
])('the bucket %s becomes %s', (name, expected) => {
  expect(toBucketName(name, new Set())).toBe(expected);
});

it('two buckets never get one name', () => {
  expect(toBucketName('My Papers', new Set(['my-papers', 'my-papers-2']))).toBe('my-papers-3');
  expect(toBucketName('x'.repeat(70), new Set(['x'.repeat(63)]))).toBe(`${'x'.repeat(61)}-2`);
});
