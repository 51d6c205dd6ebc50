import { expect, it } from 'vitest';
import { folderEntry } from '../entries/entry.ts';
import type { Placement } from '../work/place-files.ts';
import { placementProblem } from './placement-problem.ts';

const to = (toFolder: string, change: Partial<Placement> = {}): Placement => ({
  how: 'move',
  fromBucketId: '1',
  toBucketId: '1',
  onTaken: 'number',
  toFolder,
  ...change,
});

it('puts no folder into itself, unless another bucket has a folder of its name', () => {
  const entries = [folderEntry('a/b/')];
  expect(placementProblem(entries, to('a/b/'))).toMatch('into itself');
  expect(placementProblem(entries, to('a/b/c/', { how: 'copy' }))).toMatch('into itself');
  expect(placementProblem(entries, to('a/bc/'))).toBeUndefined();
  expect(placementProblem(entries, to('a/b/', { toBucketId: '2' }))).toBeUndefined();
});

it('moves nothing to where it is, but copies it there', () => {
  const entries = [folderEntry('a/b/'), folderEntry('a/c/')];
  expect(placementProblem(entries, to('a/'))).toMatch('here already');
  expect(placementProblem(entries, to('a/', { how: 'copy' }))).toBeUndefined();
  expect(placementProblem([...entries, folderEntry('d/')], to('a/'))).toBeUndefined();
});
