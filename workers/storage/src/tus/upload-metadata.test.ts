import { ValidationError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { readPairs, readPlannedFile } from './upload-metadata.ts';

const BUCKET = '0198a5c4-0000-7000-8000-00000000000a';

/** Encodes pairs as a client does. */
const headerOf = (pairs: Record<string, string>) =>
  Object.entries(pairs)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');

const planOf = (pairs: Record<string, string>, query: Record<string, string> = {}) =>
  readPlannedFile(headerOf({ bucket_id: BUCKET, ...pairs }), query);

const refused = (code: string) => expect.objectContaining({ code });

describe('the pairs of the header', () => {
  it.each<[string, Record<string, string>]>([
    ['', {}],
    ['   ', {}],
    ['a', { a: '' }],
    ['a ', { a: '' }],
    ['a aGVsbG8=', { a: 'hello' }],
    ['a aGVsbG8', { a: 'hello' }],
    ['a aGVsbG8=,b aGVsbG8=', { a: 'hello', b: 'hello' }],
    ['  a   aGVsbG8= ,\tb ,c', { a: 'hello', b: '', c: '' }],
    ['a 5pel5pys8J+RjQ==', { a: '日本👍' }],
    ['a 77u/eA==', { a: '\ufeffx' }],
    ['a AA==', { a: '\0' }],
    ['__proto__ YQ==,constructor Yg==', JSON.parse('{"__proto__":"a","constructor":"b"}')],
    ["!#$%&'()*+-./:;<=>?@[]^_`{|}~ YQ==", { "!#$%&'()*+-./:;<=>?@[]^_`{|}~": 'a' }],
  ])('are read from %j', (header, expected) => {
    expect(Object.fromEntries(readPairs(header))).toEqual(expected);
  });

  it.each([
    ',',
    'a,',
    ',a',
    'a,,b',
    'a YQ== YQ==',
    'a\tYQ==',
    'ä YQ==',
    'a\0 YQ==',
    'a Y',
    'a YQ=',
    'a YQ===',
    'a Y!==',
    'a YQ==YQ==',
    'a YQ-_',
    'a YQ==;b YQ==',
    'a /w==',
    'a 7aCA',
    'a YQ==,a Yg==',
    'a,a',
  ])('are refused in %j', (header) => {
    expect(() => readPairs(header)).toThrow(refused('bad_request'));
  });

  it('may have 16 KiB, and no more', () => {
    const longest = `a ${'AAAA'.repeat(4095)},b`;
    expect(longest).toHaveLength(16 * 1024);
    expect(readPairs(longest).size).toBe(2);
    expect(() => readPairs(`${longest}b`)).toThrow(refused('bad_request'));
  });
});

describe('a planned file', () => {
  it('is read from the header', () => {
    const pairs = {
      filename: 'a.txt',
      path: 'folder/',
      upsert: 'true',
      filetype: 'Text/Plain;charset=UTF-8',
      metadata: '{"a":[1,null]}',
    };
    expect(planOf(pairs)).toEqual({
      bucketId: BUCKET,
      path: 'folder/a.txt',
      onConflict: 'replace',
      mimeType: 'text/plain; charset=utf-8',
      metadata: { a: [1, null] },
    });
  });

  it('takes from the query what the header lacks', () => {
    const query = { bucket_id: BUCKET.toUpperCase(), path: 'a/b', upsert: '1' };
    expect(readPlannedFile(undefined, query)).toEqual({
      bucketId: BUCKET,
      path: 'a/b',
      onConflict: 'replace',
      mimeType: undefined,
      metadata: {},
    });
    expect(planOf({ path: 'of the header' }, query)).toMatchObject({
      path: 'of the header',
      onConflict: 'replace',
    });
  });

  it('ignores other keys', () => {
    expect(planOf({ filename: 'a', relativePath: 'null', colour: 'red', ['__proto__']: 'x' })).toEqual({
      bucketId: BUCKET,
      path: 'a',
      onConflict: 'rename',
      mimeType: undefined,
      metadata: {},
    });
  });

  it.each<[Record<string, string>, string]>([
    [{ name: 'a.txt' }, 'a.txt'],
    [{ name: 'a.txt', filename: 'b.txt' }, 'b.txt'],
    [{ name: 'a.txt', path: 'folder/c.txt' }, 'folder/c.txt'],
    [{ name: 'a.txt', filename: 'b.txt', path: 'folder' }, 'folder/b.txt'],
    [{ filename: '日本 👍.txt' }, '日本 👍.txt'],
  ])('of %j has the path %s', (pairs, path) => {
    expect(planOf(pairs).path).toBe(path);
  });

  it.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ filetype: '' }, undefined],
    [{ filetype: 'application/octet-stream' }, 'application/octet-stream'],
    [{ content_type: 'text/csv', filetype: 'image/gif', type: 'image/png' }, 'text/csv'],
    [{ type: 'image/png' }, 'image/png'],
    [{ type: 'image/png', filetype: 'image/gif' }, 'image/gif'],
  ])('of %j has the type %s', (pairs, mimeType) => {
    expect(planOf({ filename: 'a', ...pairs }).mimeType).toBe(mimeType);
  });

  it.each([
    ['true', 'replace'],
    ['1', 'replace'],
    ['', 'replace'],
    ['false', 'rename'],
    ['0', 'rename'],
  ])('with upsert %j: %s', (upsert, expected) => {
    expect(planOf({ filename: 'a', upsert }).onConflict).toBe(expected);
  });

  it.each(['rename', 'error', 'replace'])('with on_conflict %s', (on_conflict) => {
    expect(planOf({ filename: 'a', on_conflict }).onConflict).toBe(on_conflict);
  });
});

describe('a planned file is refused', () => {
  it.each<[Record<string, string>, string]>([
    [{ bucket_id: '' }, 'bucket_id'],
    [{ bucket_id: 'x' }, 'bucket_id'],
    [{ bucket_id: `${BUCKET}0` }, 'bucket_id'],
    [{ upsert: 'yes' }, 'upsert'],
    [{ filename: 'a\0' }, 'filename'],
    [{ metadata: '' }, 'metadata'],
    [{ metadata: '{' }, 'metadata'],
    [{ metadata: '[]' }, 'metadata'],
    [{ metadata: 'null' }, 'metadata'],
    [{ metadata: '"a"' }, 'metadata'],
    [{ filename: '../a' }, 'filename'],
    [{ filename: 'a//b' }, 'filename'],
    [{ on_conflict: 'maybe' }, 'on_conflict'],
    [{ on_conflict: 'error', upsert: 'true' }, 'on_conflict'],
    [{ content_type: 'png' }, 'content_type'],
    [{ filetype: 'png' }, 'content_type'],
    [{ path: '../a' }, 'path'],
  ])('for %j', (pairs, place) => {
    const error = thrownBy(() => planOf({ path: 'a', ...pairs }));
    expect(error).toMatchObject({ issues: [{ loc: expect.arrayContaining([place]) }] });
  });

  it('for metadata of more than 16 KiB', () => {
    const metadata = (size: number) => JSON.stringify({ a: 'x'.repeat(size - '{"a":""}'.length) });
    const query = (size: number) => ({ bucket_id: BUCKET, path: 'a', metadata: metadata(size) });
    expect(Object.keys(readPlannedFile('', query(16_384)).metadata)).toEqual(['a']);
    expect(thrownBy(() => readPlannedFile('', query(16_385)))).toMatchObject({
      issues: [{ loc: ['metadata', 'metadata'] }],
    });
  });

  it('without a bucket, and without a name', () => {
    expect(thrownBy(() => readPlannedFile('', {}))).toMatchObject({
      issues: [{ loc: ['metadata', 'bucket_id'] }],
    });
    expect(thrownBy(() => planOf({}))).toMatchObject({ issues: [{ type: 'missing' }] });
  });
});

function thrownBy(work: () => unknown): ValidationError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ValidationError) return error;
    throw error;
  }
}
