import { beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../clients/raw-http.ts';
import { expectClientError, expectInvalid } from '../expectations.ts';
import {
  type Bucket,
  contentOf,
  createBucket,
  download,
  listFiles,
  pathsIn,
  type StoredFile,
  store,
  upload,
} from '../world/storage.ts';
import { createPerson, type Person, system } from '../world/users.ts';

let owner: Person;
let bucket: Bucket;
let hidden: Bucket;
let file: StoredFile;
beforeAll(async () => {
  owner = await createPerson();
  [bucket, hidden] = [await createBucket(owner, { public: true }), await createBucket(owner)];
  file = await store(owner, bucket, 'here/a.txt', 'a');
  await store(owner, hidden, 'secret.txt', 'secret');
});

const GOOD = [
  'a',
  'a/b/c/d/e/f.txt',
  'with space/and more.txt',
  'отчёт/файл.txt',
  '文件夹/文件.txt',
  'مجلد/ملف.txt',
  'हिन्दी/फ़ाइल',
  '🦊/👩‍👩‍👧.png',
  '.hidden/.env',
  '...',
  'a..b/..c/d..',
  'percent%20/100%',
  'question?/hash#/and&=+;,@:!$()*~',
  `quotes'"/<tag>|{}[]^\``,
  'UPPER/lower',
  'upper/LOWER',
  `${'x'.repeat(255)}`,
  Array(5).fill('y'.repeat(200)).join('/'),
];

describe('a path', () => {
  it.each(GOOD)('may be %s', async (path) => {
    const stored = await store(owner, bucket, `good/${path}`, path);
    expect(stored.name).toBe(path.normalize().split('/').at(-1));
    expect((await download(bucket, stored.path)).text).toBe(path);
    const listed = await listFiles(owner, bucket, { prefix: `good/${path}` });
    expect(listed.data.find(({ id }) => id === stored.id)).toEqual(stored);
  });

  it('is the same however its letters are composed, and is kept in NFC', async () => {
    const [composed, decomposed] = ['nfc/caf\u00e9 \u1ec7.txt', 'nfc/cafe\u0301 e\u0323\u0302.txt'];
    const first = await store(owner, bucket, decomposed, 'first');
    expect(first.path).toBe(composed);
    for (const path of [composed, decomposed]) {
      expect((await download(bucket, path)).text).toBe('first');
      const target = { path, on_conflict: 'error' };
      expect((await upload(owner, bucket, target)).status).toBe(409);
      for (const query of [{ prefix: path }, { search: path }]) {
        expect((await listFiles(owner, bucket, query)).data.map(({ id }) => id)).toEqual([first.id]);
      }
    }
    const second = await store(owner, bucket, 'nfc/other', 'x');
    for (const json of [{ path: decomposed }, { name: decomposed.slice(4) }]) {
      expect((await owner.patch(`/storage/files/${second.id}`, json)).status).toBe(409);
    }
    const move = { bucket_id: bucket.id, from: 'nfc', to: 'nfc-e\u0301' };
    expect((await owner.post('/storage/files/move', move)).body).toEqual({ count: 2 });
    expect((await listFiles(owner, bucket, { prefix: 'nfc-\u00e9/' })).total).toBe(2);
  });

  it('is another one in other letters', async () => {
    await store(owner, bucket, 'case/File.txt', 'big');
    await store(owner, bucket, 'case/file.txt', 'small');
    expect(await contentOf(bucket, 'case/File.txt')).toBe('big');
    expect(await contentOf(bucket, 'case/file.txt')).toBe('small');
  });
});

const BAD = [
  '',
  '..',
  '.',
  '../up',
  'a/../b',
  'a/..',
  './a',
  'a/./b',
  'a/.',
  '//twice',
  'a//b',
  'back\\slash',
  'C:\\windows',
  'nul\u0000l',
  'line\nbreak',
  'carriage\rreturn',
  'x'.repeat(256),
  '文'.repeat(86),
  Array(6).fill('y'.repeat(200)).join('/'),
];

describe('a path that is none', () => {
  it.each(BAD.filter((path) => path !== ''))('is 422 for an upload: %j', async (path) => {
    const before = await pathsIn(bucket);
    expectInvalid(await upload(owner, bucket, { path }), 'query', 'path');
    expect(await pathsIn(bucket)).toEqual(before);
  });

  it.each(BAD.filter((path) => path !== ''))('is 422 as the folder of an upload: %j', async (path) => {
    expectInvalid(await upload(owner, bucket, { path, filename: 'f' }), 'query', 'path');
  });

  it.each(['.', '..', 'a//b', 'a/../b', '//a', 'a\\b', 'a\u0000', 'x'.repeat(256)])(
    'is 422 as a file name: %j',
    async (filename) => {
      expectInvalid(await upload(owner, bucket, { path: 'folder', filename }), 'query', 'filename');
    },
  );

  it.each([...BAD, '/absolute'])('is 422 for a move, a copy and a rename: %j', async (path) => {
    expectInvalid(await owner.post(`/storage/files/${file.id}/move`, { path }), 'body', 'path');
    expectInvalid(await owner.post(`/storage/files/${file.id}/copy`, { path }), 'body', 'path');
    expectInvalid(await owner.patch(`/storage/files/${file.id}`, { path }), 'body', 'path');
    expect((await listFiles(owner, bucket, { prefix: 'here/' })).data).toEqual([file]);
  });

  it.each(BAD)('is 422 for the move of a folder: %j', async (path) => {
    const move = (from: string, to: string) =>
      owner.post('/storage/files/move', { bucket_id: bucket.id, from, to });
    expectInvalid(await move('here', path), 'body', 'to');
    expectInvalid(await move(path, 'there'), 'body', 'from');
    expect((await listFiles(owner, bucket, { prefix: 'here/' })).data).toEqual([file]);
  });

  it('is 422 when neither path nor file name is given', async () => {
    for (const target of [{}, { path: '' }, { path: '/', filename: '' }]) {
      expectInvalid(await upload(owner, bucket, target), 'query', 'filename');
    }
  });
});

describe('a download', () => {
  const get = (path: string) =>
    rawRequest(system.baseUrl, [`GET ${path} HTTP/1.1`, `Host: ${new URL(system.baseUrl).host}`], []);

  it.each([
    '../HIDDEN/secret.txt',
    '..%2fHIDDEN%2fsecret.txt',
    '%2e%2e/HIDDEN/secret.txt',
    '%2e%2e%2fHIDDEN%2fsecret.txt',
    '..%5cHIDDEN%5csecret.txt',
    '..\\HIDDEN\\secret.txt',
    'here/..%2f..%2fHIDDEN/secret.txt',
    '..;/HIDDEN/secret.txt',
    '/HIDDEN/secret.txt',
    '..%252fHIDDEN%252fsecret.txt',
    '../../../../../../etc/passwd',
    '%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    'here/a.txt%00.png',
    '%00',
  ])('never leaves its bucket by %s', async (path) => {
    const inPublic = `/storage/files/download/${bucket.name}/`;
    const { status } = await get(inPublic + path.replace('HIDDEN', hidden.name));
    expect([400, 401, 404, 422]).toContain(status);
  });

  it.each(['%', '%zz', '%ff', '%c0%ae%c0%ae/a.txt', 'x'.repeat(5000)])(
    'of a path that can not be is a client error: %s',
    async (path) => {
      const name = `/storage/files/download/${bucket.name}/${path}`;
      expectClientError(await owner.get(name));
    },
  );
});
