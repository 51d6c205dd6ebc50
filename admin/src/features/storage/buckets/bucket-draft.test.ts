import { expect, it } from 'vitest';
import type { StorageBucket } from '../queries.ts';
import {
  bucketDraftOf,
  bucketNameProblem,
  bucketProblems,
  EMPTY_BUCKET,
  sizeLimitOf,
  toBucketInput,
  typesOf,
  typesProblem,
} from './bucket-draft.ts';

it.each(['ab', 'a_b', 'Abc', '-abc', 'abc-', 'a'.repeat(64), ''])('refuses the name %j', (name) => {
  expect(bucketNameProblem(name)).toBeTypeOf('string');
});

it.each(['abc', 'a-1', '0'.repeat(63)])('takes the name %j', (name) => {
  expect(bucketNameProblem(name)).toBeUndefined();
});

it('reads a size limit with its unit', () => {
  const bytes = (size: string, unit: 'KB' | 'MB' = 'MB') => sizeLimitOf({ size, unit });
  expect([bytes(''), bytes('1.5'), bytes('1,5', 'KB'), bytes('0'), bytes('-1'), bytes('x')]).toEqual([
    null,
    1_500_000,
    1500,
    undefined,
    undefined,
    undefined,
  ]);
});

it('reads media types, whatever separates them', () => {
  expect(typesOf('Image/PNG, image/*\napplication/pdf image/png')).toEqual([
    'image/png',
    'image/*',
    'application/pdf',
  ]);
  expect(typesProblem('image/png, png')).toMatch('“png” is not a media type');
});

it('writes a bucket as it was read, and names each wrong field', () => {
  const bucket = {
    name: 'films',
    access: 'public',
    description: null,
    max_file_size: 1_234_567,
    allowed_mime_types: ['video/*', 'image/png'],
    anonymous_uploads: true,
  } as StorageBucket;
  expect(toBucketInput(bucketDraftOf(bucket))).toEqual(bucket);
  const draft = { ...EMPTY_BUCKET, name: 'A', size: 'x', types: 'y', description: 'z'.repeat(4001) };
  expect(Object.keys(bucketProblems(draft)).toSorted()).toEqual(['description', 'name', 'size', 'types']);
});
