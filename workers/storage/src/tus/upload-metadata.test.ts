import { ValidationError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { readPairs, readPlan } from './upload-metadata.ts';

const BUCKET = '0198a5c4-0000-7000-8000-00000000000a';

/** As a client writes it. */
const headerOf = (pairs: Record<string, string>) =>
  Object.entries(pairs)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');

const planOf = (pairs: Record<string, string>, query: Record<string, string> = {}) =>
  readPlan(headerOf({ bucket_id: BUCKET, ...pairs }), query);

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

  it('take 16 KiB, and no more', () => {
    const longest = `a ${'AAAA'.repeat(4095)},b`;
    expect(longest).toHaveLength(16 * 1024);
    expect(readPairs(longest).size).toBe(2);
    expect(() => readPairs(`${longest}b`)).toThrow(refused('bad_request'));
  });
});

describe('a plan', () => {
  it('is what the header says', () => {
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
      upsert: true,
      mimeType: 'text/plain; charset=utf-8',
      metadata: { a: [1, null] },
    });
  });

  it('is what the query says, where the header says nothing', () => {
    const query = { bucket_id: BUCKET.toUpperCase(), path: 'a/b', upsert: '1' };
    expect(readPlan(undefined, query)).toEqual({
      bucketId: BUCKET,
      path: 'a/b',
      upsert: true,
      mimeType: undefined,
      metadata: {},
    });
    expect(planOf({ path: 'of the header' }, query)).toMatchObject({ path: 'of the header', upsert: true });
  });

  it('does not mind what else a client says', () => {
    expect(planOf({ filename: 'a', relativePath: 'null', colour: 'red', ['__proto__']: 'x' })).toEqual({
      bucketId: BUCKET,
      path: 'a',
      upsert: false,
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
    [{ filetype: 'application/octet-stream' }, undefined],
    [{ type: 'image/png' }, 'image/png'],
    [{ type: 'image/png', filetype: 'image/gif' }, 'image/gif'],
  ])('of %j has the type %s', (pairs, mimeType) => {
    expect(planOf({ filename: 'a', ...pairs }).mimeType).toBe(mimeType);
  });

  it.each([
    ['true', true],
    ['1', true],
    ['', true],
    ['false', false],
    ['0', false],
  ])('replaces what is there with upsert %j: %s', (upsert, expected) => {
    expect(planOf({ filename: 'a', upsert }).upsert).toBe(expected);
  });
});

describe('a plan is refused', () => {
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
    [{ filename: 'a/b' }, 'filename'],
    [{ path: '../a' }, 'path'],
    [{ filename: '' }, 'filename'],
  ])('for %j', (pairs, place) => {
    const error = thrownBy(() => planOf({ path: 'a', ...pairs }));
    expect(error).toMatchObject({ issues: [{ loc: expect.arrayContaining([place]) }] });
  });

  it('for metadata of more than 16 KiB', () => {
    const metadata = (size: number) => JSON.stringify({ a: 'x'.repeat(size - '{"a":""}'.length) });
    const query = (size: number) => ({ bucket_id: BUCKET, path: 'a', metadata: metadata(size) });
    expect(Object.keys(readPlan('', query(16_384)).metadata)).toEqual(['a']);
    expect(thrownBy(() => readPlan('', query(16_385)))).toMatchObject({
      issues: [{ loc: ['metadata', 'metadata'] }],
    });
  });

  it('without a bucket, and without a name', () => {
    expect(thrownBy(() => readPlan('', {}))).toMatchObject({ issues: [{ loc: ['metadata', 'bucket_id'] }] });
    expect(thrownBy(() => planOf({}))).toMatchObject({ issues: [{ type: 'missing' }] });
  });

  it('for a type that is none', () => {
    expect(() => planOf({ filename: 'a', filetype: 'png' })).toThrow(refused('unsupported_media_type'));
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
