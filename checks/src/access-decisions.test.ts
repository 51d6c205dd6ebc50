import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { isOfTests, ROOT, sourceFiles } from './source-files.ts';

/** A comparison of an access with one of its values, in SQL or TypeScript. */
const COMPARISON = /\baccess\s?(?:={1,3}|!==?|<>|in|is distinct from)\s?\(?'(?:public|users|owner)'/g;

/** Comparisons that may stand in the code: the function that realtime decides with, and the field `public` of the API. */
const KNOWN = [
  "access.ts access === 'public'",
  "repository.ts access = 'public'",
  "rights.ts access === 'public'",
  "rights.ts access === 'users'",
  "wire.ts access === 'public'",
];

test('who may use a table or a bucket is decided by selfdb.may_use, and by one function that a test holds equal to it', () => {
  const files = ['packages', 'workers'].flatMap(sourceFiles).filter((file) => !isOfTests(file));
  const found = files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(COMPARISON)].map(
      ([text]) => `${basename(file)} ${text}`,
    ),
  );
  expect(found.sort()).toEqual(KNOWN);
});
