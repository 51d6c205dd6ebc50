import { expect, it } from 'vitest';
import { asFolder, foldersTo, lastPart, nameProblem, numberedPath, parentFolder } from './paths.ts';

it('takes paths of files and folders apart', () => {
  expect(['a/b.txt', 'a/b/', 'a', 'a/', ''].map(parentFolder)).toEqual(['a/', 'a/', '', '', '']);
  expect(['a/b.txt', 'a/b/', 'a', 'a/'].map(lastPart)).toEqual(['b.txt', 'b', 'a', 'a']);
  expect(foldersTo('a/b/')).toEqual(['a/', 'a/b/']);
  expect(foldersTo('')).toEqual([]);
});

it('writes a folder in one way, whatever the URL says', () => {
  expect(['a/b', '/a//b/', '', '/', 'a\u0308'].map(asFolder)).toEqual(['a/b/', 'a/b/', '', '', 'ä/']);
});

it.each([
  ['', 'Enter a name.'],
  ['a/b', 'A name contains no “/”.'],
  ['..', 'This name has a meaning of its own. Choose another.'],
  ['日'.repeat(86), 'The name is too long: it has 258 bytes of at most 255.'],
  ['a\nb', 'The name contains a character that files can’t have.'],
])('refuses the name %j', (name, problem) => {
  expect(nameProblem(name, '')).toBe(problem);
});

it('counts the folders into the length of a path', () => {
  const folder = `${'x'.repeat(200)}/`.repeat(5);
  expect(nameProblem('y'.repeat(19), folder)).toBeUndefined();
  expect(nameProblem('y'.repeat(20), folder)).toMatch('1024 bytes');
});

it('numbers a name before its ending', () => {
  const paths = ['a.b/c.tar.gz', 'a.b/c', '.env'];
  expect(paths.map((path) => numberedPath(path, 2))).toEqual(['a.b/c.tar (2).gz', 'a.b/c (2)', '.env (2)']);
});
