import { ValidationError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { checkPath, objectPath } from './object-path.ts';

/** What is wrong, and where. */
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

/** Names that every file system of today can hold, or that a shell takes amiss and we do not. */
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
  'cafe\u0301',
  '\u00a0',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\ufffd',
  '\u{10ffff}',
];

/** [what is wrong with it, the name or path] */
const BAD: [string, string][] = [
  ['must not hold "." or ".."', '.'],
  ['must not hold "." or ".."', '..'],
  ['must not hold a backslash', '\\'],
  ['must not hold a backslash', '..\\a'],
  ['must not hold control characters', '\0'],
  ['must not hold control characters', 'a\0.png'],
  ['must not hold control characters', 'a\nb'],
  ['must not hold control characters', 'a\rb'],
  ['must not hold control characters', '\t'],
  ['must not hold control characters', '\x1b[2J'],
  ['must not hold control characters', '\x1f'],
  ['must not hold control characters', '\x7f'],
  ['must not hold lone surrogates', '\ud800'],
  ['must not hold lone surrogates', 'a\udfffb'],
  ['must not hold lone surrogates', '\udc00\ud800'],
];

/** The same, but only as paths. */
const BAD_PATHS: [string, string][] = [
  ['must not begin with "/"', '/'],
  ['must not begin with "/"', '/etc/passwd'],
  ['must not begin with "/"', '//a'],
  ['must not hold an empty part', ''],
  ['must not hold an empty part', 'a/'],
  ['must not hold an empty part', 'a//b'],
  ['must not hold "." or ".."', '../a'],
  ['must not hold "." or ".."', 'a/../b'],
  ['must not hold "." or ".."', 'a/..'],
  ['must not hold "." or ".."', './a'],
  ['must not hold "." or ".."', 'a/./b'],
  ['must not hold "." or ".."', 'a/.'],
];

it.each(GOOD_NAMES)('takes %j as it is, alone, in a folder, and as a folder', (name) => {
  expect(objectPath(undefined, name)).toBe(name);
  expect(objectPath('folder', name)).toBe(`folder/${name}`);
  expect(objectPath(name, 'file')).toBe(`${name}/file`);
  expect(objectPath(`a/${name}/b`, undefined)).toBe(`a/${name}/b`);
});

describe('what is wrong is told with its place:', () => {
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
    expect(issueOf(() => objectPath(path, undefined))).toEqual({ loc: PATH, msg, type: 'value_error' });
    expect(issueOf(() => checkPath(path, ['body', 'path']))).toMatchObject({ loc: ['body', 'path'], msg });
  });

  it.each(BAD_PATHS.filter(([, path]) => !['', '/', 'a/'].includes(path)))(
    '%s: %j as a folder',
    (msg, path) => {
      expect(issueOf(() => objectPath(path, 'file'))).toEqual({ loc: PATH, msg, type: 'value_error' });
    },
  );

  it.each(['a/b', '/', '/a', 'a/', '../a'])('a filename with a slash: %j', (filename) => {
    const expected = { loc: FILENAME, msg: 'must not hold a "/": send folders in `path`' };
    expect(issueOf(() => objectPath(undefined, filename))).toMatchObject(expected);
    expect(issueOf(() => objectPath('folder', filename))).toMatchObject(expected);
  });

  it('an empty filename', () => {
    const expected = { loc: FILENAME, msg: 'must not hold an empty part' };
    expect(issueOf(() => objectPath(undefined, ''))).toMatchObject(expected);
    expect(issueOf(() => objectPath('folder', ''))).toMatchObject(expected);
  });

  it('neither a folder nor a filename', () => {
    expect(issueOf(() => objectPath(undefined, undefined))).toEqual({
      loc: FILENAME,
      msg: 'is needed',
      type: 'missing',
    });
  });
});

describe('a folder', () => {
  it('may end in a slash, in one', () => {
    expect(objectPath('a/b/', 'c')).toBe('a/b/c');
    expect(issueOf(() => objectPath('a//', 'c'))).toMatchObject({
      loc: PATH,
      msg: 'must not hold an empty part',
    });
  });

  it.each(['', '/'])('may be the bucket itself, as %j', (folder) => {
    expect(objectPath(folder, 'c')).toBe('c');
  });
});

it('two ways to write the same letter are two paths', () => {
  expect(objectPath('caf\u00e9', 'x')).not.toBe(objectPath('cafe\u0301', 'x'));
  expect(objectPath('cafe\u0301', 'x')).toBe('cafe\u0301/x');
});

/** As many bytes of UTF-8 as said, in parts of at most 200. */
const pathOf = (bytes: number) => 'x'.repeat(bytes).replace(/(.{199})./g, '$1/');

describe('lengths are counted in bytes:', () => {
  it.each([
    ['x'.repeat(255), 'x'.repeat(256)],
    [`${'é'.repeat(127)}x`, 'é'.repeat(128)],
    ['日'.repeat(85), `${'日'.repeat(85)}x`],
    [`${'👍'.repeat(63)}xyz`, '👍'.repeat(64)],
  ])('a part has at most 255', (longest, tooLong) => {
    const msg = 'must not hold a part of more than 255 bytes';
    expect(objectPath(longest, longest)).toBe(`${longest}/${longest}`);
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
