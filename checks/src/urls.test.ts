import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { isTest, ROOT, sourceFiles } from './source-files.ts';

interface Operation {
  name: string;
  path: string;
}

/** `OPTIONS` of every resumable upload is one route (`tus/methods.ts`), which has no need of its contract. */
const WITHOUT_CONTRACT = new Set(['describeTus']);

/** Every operation of the API with its path, as its contract names them. */
function operations(): Operation[] {
  return sourceFiles('packages/shared/src').flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const contracts = text.matchAll(/^export const (\w+) = route\(\{[^;]*?\bpath: '([^']+)'/gm);
    return [...contracts].map(([, name = '', path = '']) => ({ name, path }));
  });
}

/** The rows of the table in docs/architecture.md: each path with its folders. */
function rows(): Map<string, string[]> {
  const page = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
  const table = page.match(/^\| Path \| Contract \| Folder \|\n.*\n((?:\|.*\n)+)/m)?.[1] ?? '';
  const codes = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  return new Map(
    table.split('\n').flatMap((row) => {
      const [, paths, , folders] = row.split('|');
      return codes(paths).map((path) => [path, codes(folders)] as const);
    }),
  );
}

/** The row with the longest match. */
function rowOf(path: string, starts: string[]): string | undefined {
  return starts
    .filter((start) => path === start || path.startsWith(`${start}/`))
    .sort((a, b) => b.length - a.length)[0];
}

it('the table of docs/architecture.md leads from every URL to the folder that serves it', () => {
  const table = rows();
  const found = operations();
  expect(found.length).toBeGreaterThan(50);
  const lost = found.filter(({ name, path }) => {
    if (WITHOUT_CONTRACT.has(name)) return false;
    const folders = table.get(rowOf(path, [...table.keys()]) ?? '') ?? [];
    const files = sourceFiles('workers').filter((file) => !isTest(file) && folders.includes(dirname(file)));
    return !files.some((file) => new RegExp(`\\b${name}\\b`).test(readFileSync(join(ROOT, file), 'utf8')));
  });
  expect(lost).toEqual([]);
});

it('takes the longest match, and whole segments only', () => {
  const starts = ['/users', '/users/token', '/user'];
  expect(rowOf('/users/token/refresh', starts)).toBe('/users/token');
  expect(rowOf('/users/tokens', starts)).toBe('/users');
  expect(rowOf('/use', starts)).toBeUndefined();
});
