import { beforeAll, describe, expect, it } from 'vitest';
import { type Ending, sendAndLeave } from '../clients/interrupted.ts';
import { chunksBeyond, LAST_CHUNK, rawRequest } from '../clients/raw-http.ts';
import { piecesOf, streamOf } from '../clients/streams.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import {
  type Bucket,
  contentOf,
  createBucket,
  listFiles,
  type NewBucket,
  readBucket,
  store,
  upload,
} from '../world/storage.ts';
import { admin, createPerson, type Person, system } from '../world/users.ts';

let owner: Person;
beforeAll(async () => {
  owner = await createPerson();
});

const bucketOf = (over: NewBucket) => createBucket(owner, over);

const head = (bucket: Bucket, path: string, ...more: string[]) => [
  `POST /storage/files/upload?bucket_id=${bucket.id}&path=${path} HTTP/1.1`,
  `Host: ${new URL(system.baseUrl).host}`,
  `X-API-Key: ${system.apiKey}`,
  `Authorization: Bearer ${owner.tokens.access_token}`,
  ...more,
];

async function expectNothingIn(bucket: Bucket): Promise<void> {
  expect((await listFiles(admin, bucket)).data).toEqual([]);
  expect(await readBucket(bucket)).toMatchObject({ file_count: 0, total_size: 0 });
}

describe('a file over max_file_size', () => {
  it('is 413 by one byte, of declared length or not, and nothing is left of it', async () => {
    const bucket = await bucketOf({ max_file_size: 1000 });
    const over = [new Uint8Array(1001), streamOf(piecesOf(1001)), streamOf(piecesOf(2_000_000))];
    for (const body of over) expectProblem(await upload(owner, bucket, 'a', body), 413);
    await expectNothingIn(bucket);
    expect((await store(owner, bucket, 'a', new Uint8Array(1000))).size).toBe(1000);
    expect((await store(owner, bucket, 'b', streamOf(piecesOf(1000)))).size).toBe(1000);
  });

  it('is 413 as soon as its length is declared', async () => {
    const bucket = await bucketOf({ max_file_size: 1000 });
    const request = head(bucket, 'a', 'Content-Length: 1000000000');
    expect((await rawRequest(system.baseUrl, request, ['x'])).status).toBe(413);
    await expectNothingIn(bucket);
  });

  it('is 413 while it is still coming in chunks', async () => {
    const bucket = await bucketOf({ max_file_size: 1000 });
    const request = head(bucket, 'a', 'Transfer-Encoding: chunked');
    const answer = await rawRequest(system.baseUrl, request, chunksBeyond(10_000_000), LAST_CHUNK);
    expect(answer.status).toBe(413);
    await expectNothingIn(bucket);
  });

  it('does not replace the one that is there', async () => {
    const bucket = await bucketOf({ max_file_size: 5 });
    await store(owner, bucket, 'a', '12345');
    expectProblem(await upload(owner, bucket, { path: 'a', upsert: true }, '123456'), 413);
    expect(await contentOf(bucket, 'a')).toBe('12345');
  });

  it('is judged by the limit of the moment', async () => {
    const bucket = await bucketOf({});
    await store(owner, bucket, 'before', '1234567890');
    expectStatus(await owner.patch(`/storage/buckets/${bucket.id}`, { max_file_size: 5 }), 200);
    expectProblem(await upload(owner, bucket, 'after', '123456'), 413);
    expect(await contentOf(bucket, 'before')).toBe('1234567890');
  });
});

describe('a bucket with allowed_mime_types', () => {
  it('takes those and no others', async () => {
    const bucket = await bucketOf({ allowed_mime_types: ['image/*', 'text/plain'] });
    const taken = ['image/png', 'IMAGE/JPEG', 'text/plain', 'text/plain; charset=utf-8'];
    for (const [index, type] of taken.entries()) await store(owner, bucket, `taken/${index}`, 'x', type);
    const refused = [
      'text/html',
      'video/mp4',
      'imagee/png',
      'text/html; a="image/png"',
      'text/html;image/png',
    ];
    for (const type of refused) {
      expectProblem(await upload(owner, bucket, 'refused', 'x', { 'Content-Type': type }), 415);
    }
    expect((await listFiles(owner, bucket)).total).toBe(taken.length);
  });

  it('judges a file without a type by what it is', async () => {
    const bucket = await bucketOf({ allowed_mime_types: ['text/plain'] });
    expect((await store(owner, bucket, 'a.txt', 'text')).mime_type).toMatch(/^text\/plain/);
    expectProblem(await upload(owner, bucket, 'a.html', '<!doctype html>'), 415);
    expectProblem(await upload(owner, bucket, 'unknown', Uint8Array.from([0, 1, 2])), 415);
  });

  it('judges a type that is given later', async () => {
    const bucket = await bucketOf({ allowed_mime_types: ['text/plain'] });
    const file = await store(owner, bucket, 'a.txt', 'text', 'text/plain');
    expectProblem(await owner.patch(`/storage/files/${file.id}`, { mime_type: 'text/html' }), 415);
  });

  it.each(['no type', '/', 'image/', '/png', 'image/png, text/html', 'image png'])(
    'or without: the type "%s" is none',
    async (type) => {
      const bucket = await bucketOf({});
      expectProblem(await upload(owner, bucket, 'a', 'x', { 'Content-Type': type }), 400, 415, 422);
      await expectNothingIn(bucket);
    },
  );
});

describe('an upload that breaks off', () => {
  const DECLARED = 'Content-Length: 100000';
  const CHUNKED = 'Transfer-Encoding: chunked';
  const part = 'x'.repeat(50_000);
  const chunk = `c350\r\n${part}\r\n`;

  it.each<[string, string, string, Ending]>([
    ['of declared length, closed', DECLARED, part, 'end'],
    ['of declared length, torn down', DECLARED, part, 'reset'],
    ['in chunks, closed', CHUNKED, chunk, 'end'],
    ['in chunks, torn down', CHUNKED, chunk, 'reset'],
    ['in the middle of a chunk', CHUNKED, chunk.slice(0, 20_000), 'reset'],
    ['before its first byte', DECLARED, '', 'reset'],
  ])('leaves nothing and the path free: %s', async (_name, framing, sent, ending) => {
    const bucket = await bucketOf({});
    await sendAndLeave(system.baseUrl, head(bucket, 'a', framing), sent, ending);
    await expectNothingIn(bucket);
    await store(owner, bucket, 'a', 'whole');
    expect(await contentOf(bucket, 'a')).toBe('whole');
  });

  it('leaves the file that it was to replace', async () => {
    const bucket = await bucketOf({});
    const file = await store(owner, bucket, 'a', 'whole');
    const request = head(bucket, 'a&upsert=true', DECLARED);
    await sendAndLeave(system.baseUrl, request, part, 'reset');
    expect((await listFiles(owner, bucket)).data).toEqual([file]);
    expect(await contentOf(bucket, 'a')).toBe('whole');
  });

  it.each(['zz\r\nabc\r\n0\r\n\r\n', '2\r\nabc\r\n0\r\n\r\n', '-3\r\nabc\r\n0\r\n\r\n'])(
    'by chunks that are none is 400: %j',
    async (body) => {
      const bucket = await bucketOf({});
      const answer = await rawRequest(system.baseUrl, head(bucket, 'a', CHUNKED), [body]);
      expect(answer.status).toBe(400);
      await expectNothingIn(bucket);
    },
  );
});

describe('a caller who may not upload', () => {
  it('hears so before his bytes are read', async () => {
    const bucket = await bucketOf({});
    const request = head(bucket, 'a', 'Content-Length: 1000000000');
    const keyless = request.filter((line) => !line.startsWith('X-API-Key'));
    expect((await rawRequest(system.baseUrl, keyless, ['x'])).status).toBe(401);
    const anonymous = request.filter((line) => !line.startsWith('Authorization'));
    expect((await rawRequest(system.baseUrl, anonymous, ['x'])).status).toBe(404);
    const elsewhere = head({ ...bucket, id: system.apiKey.slice(0, 8) }, 'a', 'Content-Length: 1000000000');
    expect((await rawRequest(system.baseUrl, elsewhere, ['x'])).status).toBe(422);
    await expectNothingIn(bucket);
  });
});
