import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { ALL, isTest, sourceFiles } from './source-files.ts';

const MAX_FILES = 13;

it('no folder holds more than about a dozen source files', () => {
  const counts = new Map<string, number>();
  for (const file of ALL.flatMap(sourceFiles)) {
    if (!isTest(file)) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  }
  expect(counts.size).toBeGreaterThan(50);
  expect([...counts].filter(([, count]) => count > MAX_FILES)).toEqual([]);
});
