import { expect, it } from 'vitest';
import { objectDownloadPath, requestedPath } from './object-url.ts';

it.each([
  ['a/b.txt', 'a/b.txt'],
  ['/a.txt', 'a.txt'],
  ['a?b#c%d&e+f.txt', 'a%3Fb%23c%25d%26e%2Bf.txt'],
  ['%2e%2e/a', '%252e%252e/a'],
  ['日本/é ü.txt', '%E6%97%A5%E6%9C%AC/%C3%A9%20%C3%BC.txt'],
  ['...', '...'],
  ['a\\b', 'a%5Cb'],
])('the URL of %j is that of the file', (path, encoded) => {
  const url = objectDownloadPath('bucket', path);
  expect(url).toBe(`/storage/files/download/bucket/${encoded}`);
  expect(new URL(url, 'http://localhost').pathname).toBe(url);
});

it.each(['', '/', '.', '..', '../a', 'a/../b', 'a/.', 'a//b', 'a/', '\ud800'])('%j has no URL', (path) => {
  expect(() => objectDownloadPath('bucket', path)).toThrow(/path/);
});

it.each(['', '.', '..'])('a bucket named %j has no URL', (name) => {
  expect(() => objectDownloadPath(name, 'a')).toThrow(/path/);
});

it.each([
  ['a.txt', undefined, 'a.txt'],
  ['a.txt', 'docs', 'docs/a.txt'],
  ['a.txt', '/docs/', 'docs/a.txt'],
  ['a.txt', 'docs/a.txt', 'docs/a.txt'],
  ['a.txt', 'a.txt', 'a.txt'],
  ['/sub/a.txt', 'docs', 'docs/sub/a.txt'],
  ['e\u0301.txt', undefined, '\u00e9.txt'],
])('filename %j in %j is the path %j', (filename, path, whole) => {
  expect(requestedPath(filename, path)).toBe(whole);
});
