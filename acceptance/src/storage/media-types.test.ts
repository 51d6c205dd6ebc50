import { beforeAll, describe, expect, it } from 'vitest';
import { create } from '../clients/tus.ts';
import { expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import {
  type Bucket,
  createBucket,
  download,
  readFile,
  type StoredFile,
  store,
  upload,
} from '../world/storage.ts';
import { createPerson, type Person } from '../world/users.ts';

let owner: Person;
let bucket: Bucket;
beforeAll(async () => {
  owner = await createPerson();
  bucket = await createBucket(owner, { public: true });
});

const change = (file: StoredFile, mime_type: string) =>
  owner.patch<StoredFile>(`/storage/files/${file.id}`, { mime_type });

describe('a type that is none', () => {
  it.each(['', ' '])('%j changes no file', async (type) => {
    const file = await store(owner, bucket, 'empty', 'x', 'image/png');
    expectInvalid(await change(file, type), 'body', 'mime_type');
    expect(await readFile(owner, file.id)).toEqual(file);
  });

  it.each(['*/*', 'image/*'])('%s is refused wherever it stands', async (type) => {
    const file = await store(owner, bucket, 'wild', 'x', 'image/png');
    expectInvalid(await change(file, type), 'body', 'mime_type');
    expectInvalid(
      await upload(owner, bucket, { path: 'w', content_type: type }, 'x'),
      'query',
      'content_type',
    );
    const form = new FormData();
    form.set('content_type', type);
    form.set('file', new Blob(['x']), 'w');
    const query = { bucket_id: bucket.id };
    const formed = await owner.call('POST', '/storage/files/upload', { query, body: form });
    expectInvalid(formed, 'body', 'content_type');
    const begun = await create(owner, { bucket_id: bucket.id, path: 'w', filetype: type }, 1);
    expectInvalid(begun, 'metadata', 'content_type');
    expect(await readFile(owner, file.id)).toEqual(file);
  });
});

describe('a type with parameters', () => {
  it.each([
    'video/mp4; codecs="avc1.42E01E"',
    'application/vnd.api+json; version=1',
    'text/plain; format=flowed; charset=utf-8',
  ])('%s is kept and sent back', async (type) => {
    const file = await store(owner, bucket, 'kept', 'x', type);
    expect(file.mime_type).toBe(type);
    expect((await download(bucket, file.path)).headers.get('content-type')).toBe(type);
    expect((await change(file, 'text/html')).body.mime_type).toBe('text/html');
    expect((await change(file, type)).body.mime_type).toBe(type);
  });

  it('is what a bucket takes by its name, and active by its name', async () => {
    const videos = await createBucket(owner, { public: true, allowed_mime_types: ['video/mp4'] });
    const file = await store(owner, videos, 'a', 'x', 'video/mp4; codecs="avc1, mp4a"');
    expect((await download(videos, 'a')).headers.get('content-disposition')).toMatch(/^inline/);
    const other = { path: 'b', content_type: 'text/html; x="video/mp4"' };
    expectProblem(await upload(owner, videos, other, 'x'), 415);
    const copied = await owner.post(`/storage/files/${file.id}/copy`, { path: 'c' });
    expectStatus(copied, 201);
    const page = await store(owner, bucket, 'page', 'x', 'text/html; x="video/mp4"');
    expect((await download(bucket, page.path)).headers.get('content-disposition')).toMatch(/^attachment/);
  });
});

it.each([
  ['html', 'application/octet-stream'],
  ['png', 'application/octet-stream'],
  ['.png', 'application/octet-stream'],
  ['a.png', 'image/png'],
])('a file called %s that says no type is %s', async (filename, type) => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const query = { bucket_id: bucket.id, filename };
  const options = { query, body: 'x', headers: form };
  const { body } = await owner.call<{ file_id: string }>('POST', '/storage/files/upload', options);
  expect((await readFile(owner, body.file_id)).mime_type).toBe(type);
});
