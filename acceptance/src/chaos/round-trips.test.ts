import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../clients/client.ts';
import {
  type Bucket,
  createBucket,
  download,
  downloadPath,
  type StoredFile,
  store,
  upload,
} from '../world/storage.ts';
import { createTable, filter, insertRows, type Table } from '../world/tables.ts';
import { anyone, createAdmin, createPerson, marker, PASSWORD, type Person, system } from '../world/users.ts';

const ROUNDS = 4;
let owner: Person;
let boss: Person;
let table: Table;
let open: Table;
let rowId: string;
let bucket: Bucket;
let shown: Bucket;
let file: StoredFile;

/** How many requests the gateway has answered since it started. */
async function gatewayRequests(): Promise<number> {
  const answer = await fetch(`${system.gatewayUrl}/stats`, {
    headers: { 'Neon-Connection-String': system.databaseUrl },
  });
  expect(answer.status).toBe(200);
  return JSON.parse(await answer.text()).requests;
}

/**
 * The least that one call took: other suites use the same gateway at the same time and can only add
 * to the count, so a few quiet tries settle it.
 */
async function fewestRequests(call: () => Promise<Answer<unknown>>): Promise<number> {
  let fewest = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 60 && fewest > 1; tries += 1) {
    const before = await gatewayRequests();
    const { status, text } = await call();
    const after = await gatewayRequests();
    expect(status, text).toBeLessThan(300);
    fewest = Math.min(fewest, after - before);
  }
  return fewest;
}

const settle = async (call: () => Promise<Answer<unknown>>) => {
  for (let round = 0; round < ROUNDS; round += 1) await call();
  return fewestRequests(call);
};

beforeAll(async () => {
  [owner, boss] = [await createPerson(), await createAdmin()];
  table = await createTable(owner);
  open = await createTable(owner, { public: true });
  const [row] = await insertRows(owner, table, [{ title: 'a' }]);
  rowId = String(row?.id);
  [bucket, shown] = [await createBucket(owner), await createBucket(owner, { public: true })];
  file = await store(owner, bucket, 'a.txt', 'x'.repeat(4096));
  await store(owner, shown, file.path, 'x'.repeat(4096));
});

describe('one API call makes one gateway request', () => {
  it.each<[string, () => Promise<Answer<unknown>>]>([
    ['a row by id', () => owner.get(`/tables/${table.id}/data/${rowId}`)],
    ['a row by another column', () => owner.get(`/tables/${table.id}/data/${rowId}`, { id_column: 'id' })],
    ['a page of rows with its count', () => owner.get(`/tables/${table.id}/data`, { page_size: 20 })],
    ['a page of rows without', () => owner.get(`/tables/${table.id}/data`, { page_size: 20, count: 'none' })],
    [
      'a filtered page',
      () => owner.get(`/tables/${table.id}/data`, { filter: filter({ title: { eq: 'a' } }), search: 'a' }),
    ],
    ['a public page, anonymously', () => anyone.get(`/tables/${open.id}/data`)],
    ['an insert', () => owner.post(`/tables/${table.id}/data`, { title: 'b' })],
    ['an anonymous insert', () => anyone.post(`/tables/${open.id}/data`, { title: 'b' })],
    ['a bulk insert', () => owner.post(`/tables/${table.id}/data`, [{ title: 'c' }, {}])],
    ['a change of a row', () => owner.patch(`/tables/${table.id}/data/${rowId}`, { title: 'd' })],
    [
      'a change by filter',
      () =>
        owner.patch(`/tables/${table.id}/data`, { title: 'e' }, { filter: filter({ title: { eq: 'x' } }) }),
    ],
    [
      'a deletion by filter',
      () => owner.del(`/tables/${table.id}/data`, { filter: filter({ title: { eq: 'x' } }) }),
    ],
    ['the tables', () => owner.get('/tables/')],
    ['their count', () => owner.get('/tables/count')],
    ['a table', () => owner.get(`/tables/${table.id}`)],
    ['a change of a table', () => owner.patch(`/tables/${table.id}`, { description: 'x' })],
    ['the own user', () => owner.get('/users/me')],
    ['a change of the own user', () => owner.patch('/users/me', { firstName: 'A' })],
    ['a user', () => boss.get(`/users/${owner.id}`)],
    ['the users', () => boss.get('/users/', { limit: 5 })],
    ['their count', () => boss.get('/users/count')],
    ['the SQL history', () => boss.get('/sql/history')],
    ['the snippets', () => boss.get('/sql/snippets')],
    ['the buckets', () => owner.get('/storage/buckets/')],
    ['their count', () => owner.get('/storage/buckets/count')],
    ['a bucket', () => owner.get(`/storage/buckets/${bucket.id}`)],
    ['the files of a bucket', () => owner.get('/storage/files/', { bucket_id: bucket.id })],
    ['a folder', () => owner.get('/storage/files/', { bucket_id: bucket.id, prefix: '', delimiter: '/' })],
    ['a file', () => owner.get(`/storage/files/${file.id}`)],
    ['the sums of all files', () => owner.get('/storage/files/stats')],
    ['a small upload', () => upload(owner, bucket, marker('file'), 'x'.repeat(4096))],
    ['an overwrite', () => upload(owner, bucket, { path: 'replaced', upsert: true }, 'x'.repeat(4096))],
    ['a download of 4 KB', () => owner.get(downloadPath(bucket, file.path))],
    ['a public download, anonymously', () => download(shown, file.path)],
    ['a signed URL', () => owner.post(`/storage/files/${file.id}/sign`, { expires_in: 60 })],
    ['a change of a file', () => owner.patch(`/storage/files/${file.id}`, { metadata: { a: 1 } })],
  ])('%s', async (_name, call) => {
    expect(await settle(call)).toBe(1);
  });

  it('and a login at most two', async () => {
    const login = () => anyone.post('/users/token', { email: owner.email, password: PASSWORD });
    let fewest = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 20 && fewest > 2; tries += 1) {
      const before = await gatewayRequests();
      expect((await login()).status).toBe(200);
      fewest = Math.min(fewest, (await gatewayRequests()) - before);
    }
    expect(fewest).toBeLessThanOrEqual(2);
  });
});
