import { beforeAll, describe, expect, it } from 'vitest';
import { checksumOf, piecesOf, streamOf } from '../clients/streams.ts';
import { expectInvalid, expectProblem, expectStatus, UTC_MILLIS, UUID_V7 } from '../expectations.ts';
import {
  type Bucket,
  contentOf,
  createBucket,
  download,
  downloadPath,
  listFiles,
  pathsIn,
  readBucket,
  readFile,
  sha256,
  store,
  upload,
} from '../world/storage.ts';
import { createPerson, type Person, system, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
let stranger: Person;
let bucket: Bucket;
beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
  bucket = await createBucket(owner, { public: true });
});

describe('POST /storage/files/upload', () => {
  it('answers what was stored, and the file is there', async () => {
    const answer = await upload(owner, bucket, 'docs/a.txt', 'hello', { 'Content-Type': 'text/plain' });
    expectStatus(answer, 201);
    const { file_id } = answer.body;
    expect(answer.body).toEqual({
      success: true,
      bucket: bucket.name,
      path: 'docs/a.txt',
      size: 5,
      file_id,
      upload_time: expect.any(Number),
      url: system.baseUrl + downloadPath(bucket, 'docs/a.txt'),
      original_path: null,
      message: expect.stringMatching(/stored/),
    });
    expect(file_id).toMatch(UUID_V7);
    expect(await readFile(owner, file_id)).toEqual({
      id: file_id,
      bucket_id: bucket.id,
      bucket_name: bucket.name,
      name: 'a.txt',
      path: 'docs/a.txt',
      size: 5,
      mime_type: 'text/plain',
      etag: expect.stringMatching(/^[^"\s]+$/),
      checksum_sha256: sha256('hello'),
      owner_id: owner.id,
      metadata: {},
      created_at: expect.stringMatching(UTC_MILLIS),
      updated_at: expect.stringMatching(UTC_MILLIS),
    });
    expect(await contentOf(bucket, 'docs/a.txt')).toBe('hello');
  });

  it('takes `path` for the folder beside a `filename`, for everything without', async () => {
    expect((await store(owner, bucket, { filename: 'root.txt' })).path).toBe('root.txt');
    expect((await store(owner, bucket, { path: 'in/deep', filename: 'f.txt' })).path).toBe('in/deep/f.txt');
    expect((await store(owner, bucket, { path: 'in/slash/', filename: 'f.txt' })).path).toBe(
      'in/slash/f.txt',
    );
    expect((await store(owner, bucket, { path: 'in/whole.txt' })).path).toBe('in/whole.txt');
    const whole = { path: '/in/named.txt', filename: 'named.txt' };
    expect((await store(owner, bucket, whole)).path).toBe('in/named.txt');
    const deep = { path: 'in', filename: 'deeper/f.txt' };
    expect((await store(owner, bucket, deep)).path).toBe('in/deeper/f.txt');
  });

  it('keeps every byte as it came, and an empty file as well', async () => {
    const all = Uint8Array.from({ length: 1024 }, (_, index) => index % 256);
    const file = await store(owner, bucket, 'bytes/all', all);
    expect([file.size, file.checksum_sha256]).toEqual([1024, sha256(all)]);
    expect((await download(bucket, 'bytes/all')).bytes).toEqual(all);
    const empty = await store(owner, bucket, 'bytes/none', new Uint8Array());
    expect([empty.size, empty.checksum_sha256]).toEqual([0, sha256('')]);
    expect(await contentOf(bucket, 'bytes/none')).toBe('');
  });

  it('gives the etag of the file to downloads, a strong one, and another to other bytes', async () => {
    const [first, second] = [
      await store(owner, bucket, 'tags/a', '1'),
      await store(owner, bucket, 'tags/b', '2'),
    ];
    expect((await download(bucket, 'tags/a')).headers.get('etag')).toBe(`"${first.etag}"`);
    expect(first.etag).not.toBe(second.etag);
  });

  it('counts only for what it knows: an unknown query parameter is 422 and nothing is stored', async () => {
    expectInvalid(await upload(owner, bucket, { path: 'never', overwrite: true }), 'query', 'overwrite');
    expectInvalid(await upload(owner, bucket, { path: 'never', upsert: 'maybe' }), 'query', 'upsert');
    expect(await pathsIn(bucket)).not.toContain('never');
  });

  it('needs a bucket that is there', async () => {
    expectProblem(await upload(owner, { id: UNKNOWN_ID }, 'a'), 404);
    expectInvalid(await upload(owner, { id: 'x' }, 'a'), 'query', 'bucket_id');
    const body = new Uint8Array(1);
    expectInvalid(await owner.call('POST', '/storage/files/upload?path=a', { body }), 'query', 'bucket_id');
  });

  it('answers a URL at which the file can be downloaded', async () => {
    const { body } = await upload(owner, bucket, 'docs/100% отчёт #1?.txt', 'at the url');
    expect(await (await fetch(body.url)).text()).toBe('at the url');
  });
});

describe('a path that is taken', () => {
  it('gets a number, which is told', async () => {
    const file = await store(owner, bucket, 'taken/n.tar.gz', 'first');
    for (const [index, more] of [{}, { upsert: false }, { on_conflict: 'rename' }].entries()) {
      const { body } = await upload(owner, bucket, { path: 'taken/n.tar.gz', ...more }, `${index}`);
      const path = `taken/n.tar (${index + 1}).gz`;
      expect(body).toMatchObject({ path, original_path: 'taken/n.tar.gz' });
      expect(body.url).toBe(system.baseUrl + downloadPath(bucket, path));
      expect(await contentOf(bucket, path)).toBe(`${index}`);
    }
    expect(await readFile(owner, file.id)).toEqual(file);
  });

  it('is 409 where that is asked for, and the file stays as it was', async () => {
    const file = await store(owner, bucket, 'taken/a.txt', 'first', 'text/plain');
    const target = { path: 'taken/a.txt', on_conflict: 'error' };
    expectProblem(await upload(owner, bucket, target, 'second'), 409);
    expectInvalid(await upload(owner, bucket, { ...target, upsert: true }, 'x'), 'query', 'on_conflict');
    expectInvalid(await upload(owner, bucket, { ...target, on_conflict: 'x' }), 'query', 'on_conflict');
    expect(await readFile(owner, file.id)).toEqual(file);
    expect(await contentOf(bucket, 'taken/a.txt')).toBe('first');
  });

  it.each([{ upsert: true }, { on_conflict: 'replace' }])(
    'is replaced with %j: the same file',
    async (how) => {
      const path = `taken/b${Object.keys(how)}.txt`;
      const file = await store(owner, bucket, path, 'first', 'text/plain');
      const body = '{"second": true}';
      const after = await store(owner, bucket, { path, ...how }, body, 'application/json');
      expect(after).toMatchObject({ id: file.id, size: body.length, mime_type: 'application/json' });
      expect(after.checksum_sha256).toBe(sha256(body));
      expect(after.etag).not.toBe(file.etag);
      expect(after.created_at).toBe(file.created_at);
      expect(after.updated_at > file.updated_at).toBe(true);
      expect(await contentOf(bucket, path)).toBe(body);
      expect((await listFiles(owner, bucket, { prefix: path })).total).toBe(1);
    },
  );

  it('is replaced by its owner, not by all who may upload there', async () => {
    const file = await store(owner, bucket, 'taken/c.txt', 'mine');
    expectProblem(await upload(stranger, bucket, { path: 'taken/c.txt', upsert: true }, 'theirs'), 403);
    expect(await readFile(owner, file.id)).toEqual(file);
    expect(await contentOf(bucket, 'taken/c.txt')).toBe('mine');
    const his = await store(stranger, bucket, 'taken/d.txt', 'his');
    const after = await store(stranger, bucket, { path: 'taken/d.txt', upsert: true }, 'his again');
    expect(after).toMatchObject({ id: his.id, owner_id: stranger.id });
  });

  it('is no matter for upsert when it is free', async () => {
    expect((await store(owner, bucket, { path: 'free/new.txt', upsert: true }, 'new')).size).toBe(3);
  });
});

const PNG = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
]);
const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0]);

describe('the type of a file', () => {
  it.each([
    ['image/png', 'image/png'],
    ['text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
    ['application/vnd.api+json', 'application/vnd.api+json'],
    ['TEXT/CSV', 'text/csv'],
    ['application/octet-stream', 'application/octet-stream'],
  ])('is the one that the client names: %s', async (sent, kept) => {
    const file = await store(owner, bucket, `types/${sent.replace(/\W/g, '')}`, 'x', sent);
    expect(file.mime_type.toLowerCase()).toBe(kept);
    const type = (await download(bucket, file.path)).headers.get('content-type');
    expect(type?.toLowerCase()).toContain(kept.split(';')[0]);
  });

  it('is the one of `content_type` before that of the body, and garbage is 422', async () => {
    const target = { path: 'types/said', content_type: 'text/markdown' };
    expect((await store(owner, bucket, target, 'x', 'image/png')).mime_type).toBe('text/markdown');
    const garbage = { path: 'types/garbage', content_type: 'garbage' };
    expectInvalid(await upload(owner, bucket, garbage), 'query', 'content_type');
    expect(await pathsIn(bucket)).not.toContain('types/garbage');
  });

  it('is found in the bytes where curl says that they are a form', async () => {
    const type = 'application/x-www-form-urlencoded';
    expect((await store(owner, bucket, 'types/curl', PNG, type)).mime_type).toBe('image/png');
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>, string]>([
    ['no-extension', PNG, 'image/png'],
    ['neither', JPEG, 'image/jpeg'],
    ['paper', '%PDF-1.7\n', 'application/pdf'],
    ['notes.txt', 'hello', 'text/plain'],
    ['data.json', '{}', 'application/json'],
    ['page.html', '<!doctype html><p>', 'text/html'],
    ['film.mp4', 'x', 'video/mp4'],
    ['what-is-this', Uint8Array.from([0, 1, 2, 3]), 'application/octet-stream'],
  ])('is found when the client names none: %s', async (name, bytes, type) => {
    const file = await store(owner, bucket, `sniffed/${name}`, bytes);
    expect(file.mime_type.split(';')[0]).toBe(type);
  });
});

describe('a large body', () => {
  const BYTES = 11 * 1024 * 1024;

  it('of declared length passes, whatever MAX_BODY_BYTES says of other routes', async () => {
    const file = await store(owner, bucket, 'large/declared', new Uint8Array(BYTES));
    expect([file.size, file.checksum_sha256]).toEqual([BYTES, sha256(new Uint8Array(BYTES))]);
  });

  it('of 50 MB is streamed in and out and is the same', async () => {
    const pieces = piecesOf(50_000_000);
    const file = await store(owner, bucket, 'large/streamed', streamOf(pieces));
    expect([file.size, file.checksum_sha256]).toEqual([50_000_000, checksumOf(pieces)]);
    expect((await readBucket(bucket)).total_size).toBeGreaterThan(50_000_000);
    const response = await fetch(system.baseUrl + downloadPath(bucket, 'large/streamed'));
    expect(response.headers.get('content-length')).toBe('50000000');
    const received: Uint8Array[] = [];
    for await (const piece of response.body ?? []) received.push(piece);
    expect(checksumOf(received)).toBe(file.checksum_sha256);
  });
});
