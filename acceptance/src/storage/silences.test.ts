import { beforeAll, describe, expect, it } from 'vitest';
import { append, begin, create } from '../clients/tus.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { pause } from '../pause.ts';
import {
  type Bucket,
  contentOf,
  createBucket,
  download,
  downloadPath,
  finished,
  type Job,
  listFiles,
  pathsIn,
  store,
  upload,
} from '../world/storage.ts';
import { admin, anyone, client, createPerson, type Person } from '../world/users.ts';

/** What a client author who knew only the contract tried, and found. */
let owner: Person;
let other: Person;
beforeAll(async () => {
  [owner, other] = [await createPerson(), await createPerson()];
});

describe('the owner of a file in a bucket that turned private', () => {
  it('can not feel for what else is there by renaming', async () => {
    const bucket = await createBucket(owner, { public: true });
    const file = await store(other, bucket, 'mine', 'x');
    await store(owner, bucket, 'hidden', 'x');
    expectStatus(await owner.patch(`/storage/buckets/${bucket.id}`, { public: false }), 200);
    for (const json of [{ path: 'hidden' }, { path: 'free' }, { name: 'hidden' }, { name: 'free' }]) {
      expectProblem(await other.patch(`/storage/files/${file.id}`, json), 403);
    }
    expectStatus(await other.patch(`/storage/files/${file.id}`, { metadata: { still: 'mine' } }), 200);
    expect(await pathsIn(bucket)).toEqual(['hidden', 'mine']);
  });
});

describe('the folders of a listing', () => {
  it('come in pages, like the files', async () => {
    const bucket = await createBucket(owner);
    for (const path of ['c/1', 'a/1', 'b/x/1', 'd/1', 'top']) await store(owner, bucket, path, 'x');
    const page = (query: object) => listFiles(owner, bucket, { delimiter: '/', ...query });
    expect(await page({ page_size: 3 })).toMatchObject({
      folders: ['a/', 'b/', 'c/'],
      total_folders: 4,
      total: 1,
    });
    expect(await page({ page_size: 3, page: 2 })).toMatchObject({ folders: ['d/'], total_folders: 4 });
    expect(await page({ skip: 1, limit: 2 })).toMatchObject({ folders: ['b/', 'c/'] });
  });

  it('are those in which the search finds something', async () => {
    const bucket = await createBucket(owner);
    for (const path of ['a/deep/needle', 'b/straw', 'needle/x']) await store(owner, bucket, path, 'x');
    const found = (search: string) => listFiles(owner, bucket, { delimiter: '/', search });
    expect(await found('needle')).toMatchObject({ folders: ['a/', 'needle/'], total_folders: 2, total: 0 });
    expect(await found('nothing')).toMatchObject({ folders: [], total_folders: 0 });
  });
});

it('a file that is written after its deletion was asked for stays', async () => {
  const bucket = await createBucket(owner);
  const ids = [];
  for (const path of ['a', 'b', 'c']) ids.push((await store(owner, bucket, path, 'old')).id);
  const job = await owner.post<Job>('/storage/files/delete', { ids });
  const late = await upload(owner, bucket, { path: 'c', upsert: true }, 'new');
  await finished(owner, job);
  expectStatus(late, 201);
  expect(await contentOf(bucket, 'c')).toBe('new');
});

it('a signed URL lives no shorter than was asked', async () => {
  const file = await store(owner, await createBucket(owner), 'a', 'x');
  for (let rounds = 0; rounds < 4; ) {
    const startedAt = performance.now();
    const signed = await owner.post<{ url: string }>(`/storage/files/${file.id}/sign`, { expires_in: 1 });
    await pause(850);
    const { pathname, search } = new URL(signed.body.url);
    const answer = await client.call('GET', pathname + search, { apiKey: null });
    // On a busy machine the second may be over.
    if (performance.now() - startedAt >= 1000) continue;
    expectStatus(answer, 200);
    rounds += 1;
  }
});

it("an ADMIN may end another user's upload", async () => {
  const location = await begin(owner, (await createBucket(owner)).id, 'a', 10);
  expectStatus(await append(admin, location, 0, 'x'), 204);
  const headers = { 'Tus-Resumable': '1.0.0' };
  expectStatus(await admin.call('DELETE', location, { headers }), 204);
  expectStatus(await owner.call('HEAD', location, { headers }), 404);
});

describe('a wrong method', () => {
  it.each([
    ['GET', '/storage/files/upload', 'POST'],
    ['PUT', '/storage/files/upload', 'POST'],
    ['DELETE', '/storage/files/move', 'POST'],
    ['PATCH', '/storage/files/stats', 'GET, HEAD'],
    ['DELETE', '/storage/buckets/count', 'GET, HEAD'],
    ...['GET', 'POST', 'PUT'].map((method) => [
      method,
      '/storage/files/tus/0199a000-0000-7000-8000-000000000000',
      'HEAD, POST, PATCH, DELETE, OPTIONS',
    ]),
    ...['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'].map((method) => [
      method,
      '/storage/files/tus',
      'POST, OPTIONS',
    ]),
  ])('%s %s is 405, and Allow has the right ones', async (method, path, allow) => {
    for (const headers of [{ 'Tus-Resumable': '1.0.0' }, {}]) {
      for (const query of ['', '?no_such=1']) {
        const answer = await owner.call(method, path + query, { headers });
        if (method === 'HEAD') expectStatus(answer, 405);
        else expectProblem(answer, 405);
        expect(answer.headers.get('allow')).toBe(allow);
      }
    }
  });
});

describe('tus', () => {
  it.each(['Upload-Concat', 'Upload-Defer-Length'])('says that %s is not offered', async (name) => {
    const bucket = await createBucket(owner);
    const answer = await create(owner, { bucket_id: bucket.id, path: 'a' }, 1, { [name]: '1' });
    expectProblem(answer, 400);
    expect(answer.text).toContain(name);
    expect(await pathsIn(bucket)).toEqual([]);
  });

  it('names itself to a caller without a key, too', async () => {
    const answer = await client.call('POST', '/storage/files/tus', { apiKey: null });
    expectProblem(answer, 401);
    expect(answer.headers.get('tus-resumable')).toBe('1.0.0');
  });
});

it('what no text of the database can be names no file, and is no metadata', async () => {
  const bucket = await createBucket(owner, { public: true });
  const file = await store(owner, bucket, 'a', 'x');
  expectProblem(await anyone.get(`${downloadPath(bucket, 'a')}%00`), 404);
  for (const text of ['\0', '\ud800']) {
    const answer = await owner.patch(`/storage/files/${file.id}`, { metadata: { a: [text] } });
    expectProblem(answer, 422);
    expect(answer.text).toContain('metadata');
  }
  expectStatus(await owner.patch(`/storage/files/${file.id}`, { metadata: { a: '\\u0000' } }), 200);
});

it('what is wrong with a deletion of many is said', async () => {
  const bucket = await createBucket(owner);
  for (const json of [{ bucket_id: bucket.id }, { prefix: 'a' }, {}]) {
    const answer = await owner.post('/storage/files/delete', json);
    expectProblem(answer, 422);
    expect(answer.text).toContain('requires `ids`');
  }
});

it('what a deletion of many takes stands in /openapi.json', async () => {
  const { body } = await anyone.get<{
    components: { schemas: Record<string, { oneOf?: { properties: object }[] }> };
  }>('/openapi.json');
  const { oneOf = [] } = body.components.schemas.DeleteFiles ?? {};
  expect(oneOf.map(({ properties }) => Object.keys(properties))).toEqual([['ids'], ['bucket_id', 'prefix']]);
});

it('no 304 is given for the bytes of another bucket that took the name', async () => {
  const [first, second] = [
    await createBucket(owner, { public: true }),
    await createBucket(owner, { public: true }),
  ];
  await store(owner, first, 'f', 'AAAA');
  await pause(1100);
  await store(owner, second, 'f', 'BBBB');
  const since = (await download(second, 'f')).headers.get('last-modified') ?? '';
  await pause(1100);
  const rename = (bucket: Bucket, name: string) => owner.patch(`/storage/buckets/${bucket.id}`, { name });
  expectStatus(await rename(second, `${second.name}-old`), 200);
  expectStatus(await rename(first, second.name), 200);
  const answer = await download(second, 'f', { headers: { 'If-Modified-Since': since } });
  expect([answer.status, answer.text]).toEqual([200, 'AAAA']);
});

it('a move or a copy replaces nothing that an upload may not replace', async () => {
  const bucket = await createBucket(owner, { public: true });
  await store(owner, bucket, 'theirs', 'x');
  const file = await store(other, bucket, 'mine', 'y');
  for (const verb of ['move', 'copy']) {
    const json = { path: 'theirs', upsert: true };
    expectProblem(await other.post(`/storage/files/${file.id}/${verb}`, json), 403);
  }
  expect(await contentOf(bucket, 'theirs')).toBe('x');
});

it('every id in /openapi.json matches its own pattern', async () => {
  const { text } = await anyone.get('/openapi.json');
  const patterns = Array.from(text.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g), ([, json = '""']) =>
    JSON.parse(json),
  );
  expect(patterns.length).toBeGreaterThan(10);
  for (const pattern of patterns) {
    expect(pattern).not.toMatch(/\/[a-z]+$/);
    new RegExp(pattern, 'u');
  }
});
