import { beforeAll, describe, expect, it } from 'vitest';
import { expectDeleted, expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import { pause } from '../pause.ts';
import {
  type Bucket,
  createBucket,
  downloadPath,
  pathsIn,
  type StoredFile,
  store,
  upload,
} from '../world/storage.ts';
import { anyone, client, createPerson, type Person, UNKNOWN_ID } from '../world/users.ts';

interface SignedUrl {
  url: string;
  expires_at: string;
}

let owner: Person;
let stranger: Person;
let bucket: Bucket;
let file: StoredFile;
beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
  bucket = await createBucket(owner);
  file = await store(owner, bucket, 'folder/a.txt', '0123456789', 'text/plain');
});

async function sign(
  { id }: StoredFile,
  json: object = { expires_in: 60 },
): Promise<SignedUrl & { path: string }> {
  const answer = await owner.post<SignedUrl>(`/storage/files/${id}/sign`, json);
  expectStatus(answer, 200);
  const { pathname, search } = new URL(answer.body.url);
  return { ...answer.body, path: pathname + search };
}

/** Where in a link its token begins: it is the last part of the path or of the query. */
const tokenStart = (path: string) => Math.max(path.lastIndexOf('/'), path.lastIndexOf('=')) + 1;

/** As a person who was given the link: no key, no token. */
const open = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  client.call(method, path, { apiKey: null, headers });

describe('a signed URL', () => {
  it('is whole and opens the private file without key or token', async () => {
    const { url } = await sign(file);
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([200, '0123456789']);
  });

  it('minds neither a wrong key nor a dead token', async () => {
    const { path } = await sign(file);
    expectStatus(await open(path, { 'X-API-Key': 'wrong' }), 200);
    expectStatus(await open(path, { Authorization: 'Bearer garbage' }), 200);
  });

  it('serves HEAD, ranges and conditions as a download does', async () => {
    const { path } = await sign(file);
    const head = await open(path, {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), head.text]).toEqual([200, '10', '']);
    const range = await open(path, { Range: 'bytes=2-4' });
    expect([range.status, range.text]).toEqual([206, '234']);
    expectStatus(await open(path, { 'If-None-Match': `"${file.etag}"` }), 304);
    expect(head.headers.get('cache-control')).toMatch(/private|no-store/);
  });

  it('may name what the file is saved as', async () => {
    const { path } = await sign(file, { expires_in: 60, download: 'отчёт.txt' });
    const disposition = (await open(path)).headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment;/);
    expect(disposition).toContain(encodeURIComponent('отчёт.txt'));
  });

  it('says when it ends', async () => {
    const before = Date.now();
    const { expires_at } = await sign(file, { expires_in: 3600 });
    expect(Math.abs(Date.parse(expires_at) - before - 3_600_000)).toBeLessThan(5_000);
  });

  it('is refused for a time that is none', async () => {
    for (const expires_in of [0, -1, 1.5, '60', 1e20]) {
      expectInvalid(await owner.post(`/storage/files/${file.id}/sign`, { expires_in }), 'body', 'expires_in');
    }
    const extra = { expires_in: 60, method: 'DELETE' };
    expectInvalid(await owner.post(`/storage/files/${file.id}/sign`, extra), 'body', 'method');
  });

  it('is made by those who may read the file', async () => {
    const path = `/storage/files/${file.id}/sign`;
    expectProblem(await stranger.post(path, { expires_in: 60 }), 403);
    expectProblem(await anyone.post(path, { expires_in: 60 }), 401, 404);
    expectProblem(await owner.post(`/storage/files/${UNKNOWN_ID}/sign`, { expires_in: 60 }), 404);
    const shown = await store(owner, await createBucket(owner, { public: true }), 'a', 'x');
    expectStatus(await stranger.post(`/storage/files/${shown.id}/sign`, { expires_in: 60 }), 200);
  });
});

describe('a signed URL is useless', () => {
  it('after its time', async () => {
    const { path } = await sign(file, { expires_in: 1 });
    expectStatus(await open(path), 200);
    await pause(2_100);
    for (const method of ['GET', 'HEAD']) expectStatus(await open(path, {}, method), 401, 403, 404, 410);
    expectProblem(await open(path, { Range: 'bytes=0-1' }), 401, 403, 404, 410);
    expectProblem(await open(path, { 'If-None-Match': `"${file.etag}"` }), 401, 403, 404, 410);
  });

  it('after the file was deleted, even when another takes its path', async () => {
    const doomed = await store(owner, bucket, 'doomed.txt', 'first');
    const { path } = await sign(doomed);
    expectDeleted(await owner.del(`/storage/files/${doomed.id}`));
    expectProblem(await open(path), 404);
    await store(owner, bucket, 'doomed.txt', 'second');
    expectProblem(await open(path), 404);
  });

  it('after the bucket was deleted', async () => {
    const other = await createBucket(owner);
    const { path } = await sign(await store(owner, other, 'a.txt', 'x'));
    expectDeleted(await owner.del(`/storage/buckets/${other.id}`));
    expectProblem(await open(path), 404);
  });

  it('with any character changed', { timeout: 120_000 }, async () => {
    const { path } = await sign(file);
    const start = tokenStart(path);
    const at = Array.from({ length: path.length - start }, (_, index) => start + index);
    const altered = at.map((index) => {
      const other = path[index] === 'A' ? 'B' : 'A';
      return path.slice(0, index) + other + path.slice(index + 1);
    });
    const statuses = await Promise.all(altered.map(async (one) => (await open(one)).status));
    expect(statuses.filter((status) => status < 400)).toEqual([]);
  });

  it('with its last character changed to any other, although base64 has idle bits there', async () => {
    const { path } = await sign(file);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const altered = [...letters].filter((letter) => letter !== path.at(-1));
    const statuses = await Promise.all(
      altered.map(async (letter) => (await open(path.slice(0, -1) + letter)).status),
    );
    expect(statuses.filter((status) => status < 400)).toEqual([]);
  });

  it('cut, lengthened, in other letters or made up', async () => {
    const { path } = await sign(file);
    const token = path.slice(tokenStart(path));
    const [claims = ''] = token.split('.');
    const made = Buffer.from(JSON.stringify(['GET', file.id, 4_000_000_000])).toString('base64url');
    const tokens = [token.slice(0, -1), `${token}A`, `${token}=`, `${token}.A`, token.toLowerCase()];
    tokens.push(
      claims,
      `${claims}.`,
      `${made}.${token.split('.')[1]}`,
      `${made}.`,
      made,
      'x',
      '%00',
      '__proto__',
    );
    for (const one of [...tokens, 'x'.repeat(5000)]) {
      expectProblem(await open(path.slice(0, tokenStart(path)) + one), 400, 401, 403, 404, 422);
    }
    for (const one of ['', token.slice(0, 5), `${token}&token=${token}`, `${token}&download=a.html`]) {
      expectProblem(await open(path.slice(0, tokenStart(path)) + one), 400, 401, 403, 404, 422);
    }
  });

  it('for another file', async () => {
    const other = await store(owner, bucket, 'other.txt', 'other');
    const [mine, his] = [(await sign(file)).path, (await sign(other)).path];
    const dot = (path: string) => path.lastIndexOf('.');
    expectProblem(await open(his.slice(0, dot(his)) + mine.slice(dot(mine))), 401, 403, 404);
  });

  it('for anything but reading', async () => {
    const { path } = await sign(file);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expectProblem(await open(path, {}, method), 401, 403, 404, 405);
      expectProblem(await anyone.call(method, path), 401, 403, 404, 405);
    }
    expect(await pathsIn(bucket)).toContain('folder/a.txt');
    expectProblem(await open(downloadPath(bucket, file.path)), 401);
  });
});

it('a signed URL follows its file through a rename and an overwrite', async () => {
  const moving = await store(owner, bucket, 'moving.txt', 'first');
  const { path } = await sign(moving);
  expectStatus(await owner.patch(`/storage/files/${moving.id}`, { name: 'moved.txt' }), 200);
  expect((await open(path)).text).toBe('first');
  expectStatus(await upload(owner, bucket, { path: 'moved.txt', upsert: true }, 'second'), 201);
  expect((await open(path)).text).toBe('second');
});
