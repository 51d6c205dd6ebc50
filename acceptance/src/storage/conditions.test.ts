import { beforeAll, describe, expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { type Bucket, createBucket, download, downloadPath, store, upload } from '../world/storage.ts';
import { anyone, createPerson, type Person } from '../world/users.ts';

const LONG_AGO = 'Sat, 01 Jan 2000 00:00:00 GMT';
const FAR_AHEAD = 'Fri, 01 Jan 2100 00:00:00 GMT';

let owner: Person;
let bucket: Bucket;
let etag: string;
let modified: string;
beforeAll(async () => {
  owner = await createPerson();
  bucket = await createBucket(owner, { public: true });
  await store(owner, bucket, 'a', '0123456789');
  const { headers } = await download(bucket, 'a');
  etag = headers.get('etag') ?? '';
  modified = headers.get('last-modified') ?? '';
});

/** ETAG and MODIFIED stand for what the file has. */
const filled = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value.replace('ETAG', etag).replace('MODIFIED', modified),
    ]),
  );

const get = (headers: Record<string, string>, method = 'GET') =>
  download(bucket, 'a', { headers: filled(headers) }, method);

describe('a download under a condition', () => {
  it.each<[Record<string, string>]>([
    [{ 'If-None-Match': 'ETAG' }],
    [{ 'If-None-Match': 'W/ETAG' }],
    [{ 'If-None-Match': '"other", ETAG' }],
    [{ 'If-None-Match': '*' }],
    [{ 'If-Modified-Since': 'MODIFIED' }],
    [{ 'If-Modified-Since': FAR_AHEAD }],
    [{ 'If-None-Match': 'ETAG', 'If-Modified-Since': LONG_AGO }],
    [{ 'If-None-Match': 'ETAG', Range: 'bytes=0-1' }],
    [{ 'If-None-Match': 'ETAG', Range: 'bytes=50-' }],
  ])('is 304 by %j', async (headers) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await get(headers, method);
      expectStatus(answer, 304);
      expect(answer.text).toBe('');
      expect(answer.headers.get('etag')).toBe(etag);
      expect(answer.headers.get('cache-control')).toBeTruthy();
    }
  });

  it.each<[Record<string, string>]>([
    [{ 'If-None-Match': '"other"' }],
    [{ 'If-None-Match': '""' }],
    [{ 'If-None-Match': 'garbage' }],
    [{ 'If-Modified-Since': LONG_AGO }],
    [{ 'If-Modified-Since': 'yesterday' }],
    [{ 'If-None-Match': '"other"', 'If-Modified-Since': 'MODIFIED' }],
    [{ 'If-Match': 'ETAG' }],
    [{ 'If-Match': '"other", ETAG' }],
    [{ 'If-Match': '*' }],
    [{ 'If-Unmodified-Since': 'MODIFIED' }],
    [{ 'If-Unmodified-Since': FAR_AHEAD }],
    [{ 'If-Unmodified-Since': 'yesterday' }],
    [{ 'If-Match': 'ETAG', 'If-Unmodified-Since': LONG_AGO }],
  ])('is the file by %j', async (headers) => {
    const answer = await get(headers);
    expectStatus(answer, 200);
    expect(answer.text).toBe('0123456789');
  });

  it.each<[Record<string, string>]>([
    [{ 'If-Match': '"other"' }],
    [{ 'If-Match': 'W/ETAG' }],
    [{ 'If-Unmodified-Since': LONG_AGO }],
    [{ 'If-Match': '"other"', 'If-Unmodified-Since': FAR_AHEAD }],
    [{ 'If-Match': '"other"', Range: 'bytes=0-1' }],
  ])('is 412 by %j', async (headers) => expectProblem(await get(headers), 412));

  it.each<[Record<string, string>, number]>([
    [{ 'If-Range': 'ETAG' }, 206],
    [{ 'If-Range': '"other"' }, 200],
    [{ 'If-Range': 'W/ETAG' }, 200],
    [{ 'If-Range': LONG_AGO }, 200],
    [{ 'If-Range': 'garbage' }, 200],
  ])('with a range and %j is %i', async (headers, status) => {
    const answer = await get({ Range: 'bytes=0-1', ...headers });
    expectStatus(answer, status);
    expect(answer.text).toBe(status === 206 ? '01' : '0123456789');
  });

  it('with If-Range of another file is the whole file even where the range would be 416', async () => {
    const answer = await get({ Range: 'bytes=50-', 'If-Range': '"other"' });
    expectStatus(answer, 200);
  });
});

describe('an etag', () => {
  it('no longer matches after the file was replaced', async () => {
    const file = await store(owner, bucket, 'replaced', 'first');
    const before = `"${file.etag}"`;
    expectStatus(await upload(owner, bucket, { path: 'replaced', upsert: true }, 'other'), 201);
    const none = await download(bucket, 'replaced', { headers: { 'If-None-Match': before } });
    expect([none.status, none.text]).toEqual([200, 'other']);
    expectProblem(await download(bucket, 'replaced', { headers: { 'If-Match': before } }), 412);
    const range = await download(bucket, 'replaced', {
      headers: { Range: 'bytes=0-1', 'If-Range': before },
    });
    expect([range.status, range.text]).toEqual([200, 'other']);
  });

  it('tells nothing to those who may not read', async () => {
    const hidden = await createBucket(owner);
    const file = await store(owner, hidden, 'a', 'private');
    for (const value of [`"${file.etag}"`, '*', '"other"']) {
      for (const name of ['If-None-Match', 'If-Match']) {
        const headers = { [name]: value };
        expectProblem(await anyone.call('GET', downloadPath(hidden, 'a'), { headers }), 404);
        expectProblem(await download(hidden, 'a', { headers }), 401);
      }
    }
  });
});
