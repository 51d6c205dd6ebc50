import { ValidationError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { checkPath, objectPath } from './object-path.ts';

/** The message and location of a validation error. */
function issueOf(work: () => string) {
  try {
    return { path: work() };
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    expect(error.issues).toHaveLength(1);
    const [issue] = error.issues;
    return { loc: issue?.loc, msg: issue?.msg, type: issue?.type };
  }
}

const FILENAME = ['query', 'filename'];
const PATH = ['query', 'path'];

/** Names that all current file systems accept, some of which need quotes in a shell. */
const GOOD_NAMES = [
  'a',
  'report.pdf',
  '.hidden',
  '...',
  '..a',
  'a..',
  'a.',
  ' leading and trailing ',
  '-rf',
  '*?<>|":;&$`\'%{}[]#~!@^=+,()',
  '%2e%2e',
  'CON',
  'привет.txt',
  '日本語.txt',
  'हिन्दी',
  'العربية.pdf',
  '👩‍👩‍👧‍👦.png',
  '🏳️‍🌈',
  'caf\u00e9',
  '\u00a0',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\ufffd',
  '\u{10ffff}',
];

/** [message, name or path] */
const BAD: [string, string][] = [
  ['must not contain "." or ".."', '.'],
  ['must not contain "." or ".."', '..'],
  ['must not contain a backslash', '\\'],
  ['must not contain a backslash', '..\\a'],
  ['must not contain control characters', '\0'],
  ['must not contain control characters', 'a\0.png'],
  ['must not contain control characters', 'a\nb'],
  ['must not contain control characters', 'a\rb'],
  ['must not contain control characters', '\t'],
  ['must not contain control characters', '\x1b[2J'],
  ['must not contain control characters', '\x1f'],
  ['must not contain control characters', '\x7f'],
  ['must not contain lone surrogates', '\ud800'],
  ['must not contain lone surrogates', 'a\udfffb'],
  ['must not contain lone surrogates', '\udc00\ud800'],
];

/** [message, whole path] */
const BAD_PATHS: [string, string][] = [
  ['must not contain an empty part', ''],
  ['must not contain an empty part', 'a/'],
  ['must not contain an empty part', 'a//b'],
  ['must not contain "." or ".."', '../a'],
  ['must not contain "." or ".."', 'a/../b'],
  ['must not contain "." or ".."', 'a/..'],
  ['must not contain "." or ".."', './a'],
  ['must not contain "." or ".."', 'a/./b'],
  ['must not contain "." or ".."', 'a/.'],
];

it.each(GOOD_NAMES)('accepts %j unchanged: alone, in a folder, and as a folder', (name) => {
  expect(objectPath(undefined, name)).toBe(name);
  expect(objectPath('folder', name)).toBe(`folder/${name}`);
  expect(objectPath(name, 'file')).toBe(`${name}/file`);
  expect(objectPath(`a/${name}/b`, undefined)).toBe(`a/${name}/b`);
});

describe('an error names the part of the request:', () => {
  it.each(BAD)('%s: %j', (msg, text) => {
    const expected = (loc: string[]) => ({ loc, msg, type: 'value_error' });
    expect(issueOf(() => objectPath(undefined, text))).toEqual(expected(FILENAME));
    expect(issueOf(() => objectPath('folder', text))).toEqual(expected(FILENAME));
    expect(issueOf(() => objectPath(text, 'file'))).toEqual(expected(PATH));
    expect(issueOf(() => objectPath(text, undefined))).toEqual(expected(PATH));
    expect(issueOf(() => objectPath(`a/${text}/b`, undefined))).toEqual(expected(PATH));
    expect(issueOf(() => checkPath(text, ['body', 'to']))).toEqual(expected(['body', 'to']));
  });

  it.each(BAD_PATHS)('%s: %j as a whole path', (msg, path) => {
    if (path !== '') {
      expect(issueOf(() => objectPath(path, undefined))).toEqual({ loc: PATH, msg, type: 'value_error' });
      expect(issueOf(() => objectPath('folder', path))).toEqual({ loc: FILENAME, msg, type: 'value_error' });
    }
    expect(issueOf(() => checkPath(path, ['body', 'path']))).toMatchObject({ loc: ['body', 'path'], msg });
  });

  it.each(BAD_PATHS.filter(([, path]) => !['', 'a/'].includes(path)))('%s: %j as a folder', (msg, path) => {
    expect(issueOf(() => objectPath(path, 'file'))).toEqual({ loc: PATH, msg, type: 'value_error' });
  });

  it.each(['//a', '//'])('two slashes at the beginning: %j', (path) => {
    const msg = 'must not begin with "/"';
    expect(issueOf(() => objectPath(path, undefined))).toMatchObject({ loc: PATH, msg });
    expect(issueOf(() => objectPath(undefined, path))).toMatchObject({ loc: FILENAME, msg });
    expect(issueOf(() => checkPath('/a', PATH))).toMatchObject({ loc: PATH, msg });
  });

  it.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ['', ''],
    ['/', undefined],
    [undefined, '/'],
  ])('neither a folder nor a filename: %j, %j', (path, filename) => {
    const expected = { loc: FILENAME, msg: 'is required', type: 'missing' };
    expect(issueOf(() => objectPath(path, filename))).toEqual(expected);
  });
});

/** [path, filename, resulting path] */
const TARGETS: [string | undefined, string | undefined, string][] = [
  ['docs', 'a.txt', 'docs/a.txt'],
  ['/docs/', '/a.txt', 'docs/a.txt'],
  ['/docs/a.txt', undefined, 'docs/a.txt'],
  ['docs', '', 'docs'],
  ['a.txt', 'a.txt', 'a.txt'],
  ['/a.txt', 'a.txt', 'a.txt'],
  ['docs/a.txt', 'a.txt', 'docs/a.txt'],
  ['docs/xa.txt', 'a.txt', 'docs/xa.txt/a.txt'],
  ['a.txt/', 'a.txt', 'a.txt/a.txt'],
  ['docs/in/a.txt', 'in/a.txt', 'docs/in/a.txt'],
  ['docs', 'in/a.txt', 'docs/in/a.txt'],
  [undefined, 'in/a.txt', 'in/a.txt'],
  ['docs/cafe\u0301', 'caf\u00e9', 'docs/caf\u00e9'],
];

it.each(TARGETS)('a file with the path %j and the name %j is stored at %s', (path, filename, expected) => {
  expect(objectPath(path, filename)).toBe(expected);
});

describe('a folder', () => {
  it('may end in one slash', () => {
    expect(objectPath('a/b/', 'c')).toBe('a/b/c');
    expect(issueOf(() => objectPath('a//', 'c'))).toMatchObject({
      loc: PATH,
      msg: 'must not contain an empty part',
    });
  });

  it.each(['', '/'])('may be the root of the bucket, as %j', (folder) => {
    expect(objectPath(folder, 'c')).toBe('c');
  });
});

it('two encodings of the same letter are one path', () => {
  expect(objectPath('cafe\u0301', 'x')).toBe('caf\u00e9/x');
  expect(checkPath('cafe\u0301', PATH)).toBe('caf\u00e9');
});

/** A path of a number of UTF-8 bytes, in parts of at most 200. */
const pathOf = (bytes: number) => 'x'.repeat(bytes).replace(/(.{199})./g, '$1/');

describe('lengths are counted in bytes:', () => {
  it.each([
    ['x'.repeat(255), 'x'.repeat(256)],
    [`${'é'.repeat(127)}x`, 'é'.repeat(128)],
    ['日'.repeat(85), `${'日'.repeat(85)}x`],
    [`${'👍'.repeat(63)}xyz`, '👍'.repeat(64)],
  ])('a part has at most 255', (longest, tooLong) => {
    const msg = 'must not contain a part of more than 255 bytes';
    expect(objectPath(longest, `${longest.slice(0, -2)}`)).toBe(`${longest}/${longest.slice(0, -2)}`);
    expect(issueOf(() => objectPath(undefined, tooLong))).toMatchObject({ loc: FILENAME, msg });
    expect(issueOf(() => objectPath(tooLong, 'file'))).toMatchObject({ loc: PATH, msg });
    expect(issueOf(() => objectPath(`a/${tooLong}`, undefined))).toMatchObject({ loc: PATH, msg });
  });

  it('a path has at most 1,024', () => {
    const msg = 'must be at most 1024 bytes long';
    expect(objectPath(pathOf(1024), undefined)).toHaveLength(1024);
    expect(issueOf(() => objectPath(pathOf(1025), undefined))).toMatchObject({ loc: PATH, msg });
    expect(objectPath(pathOf(1022), 'e')).toHaveLength(1024);
    expect(issueOf(() => objectPath(pathOf(1022), 'é'))).toMatchObject({ loc: PATH, msg });
    expect(issueOf(() => objectPath(undefined, 'x'.repeat(1025)))).toMatchObject({ loc: FILENAME, msg });
  });
});
