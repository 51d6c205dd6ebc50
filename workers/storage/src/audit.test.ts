import type { CallOptions } from '@selfdb/server/testing/client';
import type { Person } from '@selfdb/server/testing/people';
import type { Bucket } from '@selfdb/shared/buckets/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { deleteOldEntries } from './janitor/audit-log/repository.ts';
import { call, makeBucket, upload } from './testing/client.ts';
import { createPerson } from './testing/people.ts';
import { db, rows, value } from './testing/sql.ts';

let owner: Person;
let bucket: Bucket;

beforeAll(async () => {
  owner = await createPerson();
  bucket = await makeBucket(owner);
});

/** Calls with a request id, and returns what the call left in the log. */
async function audited(method: string, path: string, options: CallOptions = {}) {
  const id = crypto.randomUUID();
  const headers = { ...options.headers, 'X-Request-Id': id, 'X-SelfDB-Client-Address': '203.0.113.7' };
  const answer = await call(method, path, { token: owner.token, ...options, headers });
  const entries = await rows(
    'select action, actor_email, target_type, target_id, target_name, details, address from selfdb.audit_log where request_id = $1',
    [id],
  );
  return { status: answer.status, entries };
}

const upTo = (path: string, more = '') => `/storage/files/upload?bucket_id=${bucket.id}&path=${path}${more}`;

describe('each change of buckets and files leaves one entry', () => {
  it('an upload', async () => {
    const { entries } = await audited('POST', upTo('up/a.txt'), { body: 'text' });
    expect(entries).toEqual([
      {
        action: 'file.uploaded',
        actor_email: owner.email,
        target_type: 'file',
        target_id: await value('select id from selfdb.files where bucket_id = $1 and path = $2', [
          bucket.id,
          'up/a.txt',
        ]),
        target_name: 'up/a.txt',
        details: { bucket_id: bucket.id, bucket: bucket.name, size: 4, mime_type: expect.any(String) },
        address: '203.0.113.7',
      },
    ]);
  });

  it('an upload that replaces a file, and none of one that is refused', async () => {
    await upload(owner, bucket, 'again.txt', 'one');
    const again = await audited('POST', upTo('again.txt', '&upsert=true'), { body: 'other' });
    expect(again.entries).toMatchObject([{ action: 'file.uploaded', details: { size: 5 } }]);
    const { token } = await createPerson();
    expect(await audited('POST', upTo('foreign.txt'), { body: 'x', token })).toMatchObject({
      status: 403,
      entries: [],
    });
  });

  it('an upload in parts, when it is finished', async () => {
    const metadata = `bucket_id ${btoa(bucket.id)},path ${btoa('parts.txt')}`;
    const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': '4', 'Upload-Metadata': metadata };
    const type = { 'Content-Type': 'application/offset+octet-stream' };
    const { entries } = await audited('POST', '/storage/files/tus', {
      headers: { ...headers, ...type },
      body: 'part',
    });
    expect(entries).toMatchObject([
      { action: 'file.uploaded', target_name: 'parts.txt', details: { size: 4 } },
    ]);
  });

  it('a move, a copy, a new type and a deletion of a file', async () => {
    const { id } = await upload(owner, bucket, 'one.txt', 'one');
    const path = `/storage/files/${id}`;
    const moved = await audited('POST', `${path}/move`, { json: { path: 'two.txt' } });
    expect(moved.entries).toMatchObject([
      { action: 'file.moved', target_id: id, details: { path_before: 'one.txt' } },
    ]);
    const copied = await audited('POST', `${path}/copy`, { json: { path: 'three.txt' } });
    expect(copied.entries).toMatchObject([
      { action: 'file.copied', target_name: 'three.txt', details: { copy_of: 'two.txt' } },
    ]);
    const changed = await audited('PATCH', path, { json: { mime_type: 'text/csv' } });
    expect(changed.entries).toMatchObject([{ action: 'file.updated', target_id: id }]);
    const deleted = await audited('DELETE', path);
    expect(deleted.entries).toMatchObject([
      { action: 'file.deleted', target_id: id, target_name: 'two.txt' },
    ]);
  });

  it('a folder, however many files it has', async () => {
    await upload(owner, bucket, 'folder/a', 'a');
    await upload(owner, bucket, 'folder/b', 'b');
    const json = { bucket_id: bucket.id, from: 'folder', to: 'other' };
    const moved = await audited('POST', '/storage/files/move', { json });
    const entry = { target_type: 'bucket', target_id: bucket.id, target_name: bucket.name };
    expect(moved.entries).toMatchObject([
      { ...entry, action: 'folder.moved', details: { path: 'other', path_before: 'folder', files: 2 } },
    ]);
    const deletion = { json: { bucket_id: bucket.id, prefix: 'other/' } };
    const deleted = await audited('POST', '/storage/files/delete', deletion);
    expect(deleted.entries).toMatchObject([
      { ...entry, action: 'folder.deleted', details: { path: 'other/', files: 2 } },
    ]);
  });

  it('a bucket', async () => {
    const json = { name: `b-${crypto.randomUUID()}` };
    const created = await audited('POST', '/storage/buckets', { json });
    expect(created.entries).toMatchObject([{ action: 'bucket.created', target_name: json.name }]);
    const path = `/storage/buckets/${created.entries[0]?.target_id}`;
    const changed = await audited('PATCH', path, { json: { public: true } });
    expect(changed.entries).toMatchObject([
      { action: 'bucket.updated', details: { fields: ['access'], access: 'public' } },
    ]);
    expect((await audited('DELETE', path)).entries).toMatchObject([
      { action: 'bucket.deleted', details: { files: 0 } },
    ]);
    expect(await audited('DELETE', path)).toMatchObject({ status: 404, entries: [] });
  });
});

describe('the janitor deletes entries', () => {
  const DAY_MS = 86_400_000;
  const limits = { AUDIT_RETENTION_DAYS: 30, AUDIT_MAX_ENTRIES: 1_000_000 };
  const ageOf = (days: number) =>
    rows(
      `insert into selfdb.audit_log (id, action, target_type, request_id) select uuidv7(make_interval(days => $1)), 'x.y', 'file', $2 from generate_series(1, 2)`,
      [-days, `age-${days}`],
    );
  const left = () =>
    value(
      "select string_agg(distinct request_id, ' ' order by request_id) from selfdb.audit_log where action = 'x.y'",
    );

  it('older than the retention, in batches', async () => {
    await ageOf(29);
    await ageOf(31);
    await rows(
      `insert into selfdb.audit_log (id, action, target_type) select uuidv7('-40 days'), 'x.y', 'file' from generate_series(1, 1000)`,
    );
    expect(await deleteOldEntries(db, limits)).toBe(true);
    expect(await left()).toBe('age-29 age-31');
    expect(await deleteOldEntries(db, limits)).toBe(false);
    expect(await left()).toBe('age-29');
    expect(await deleteOldEntries(db, limits, Date.now() + 2 * DAY_MS)).toBe(false);
    expect(await left()).toBeNull();
  });

  it('beyond the most entries, once Postgres knows that there are more', async () => {
    await ageOf(5);
    await ageOf(1);
    await rows('analyze selfdb.audit_log');
    const newer = Number(
      await value(
        "select count(*) from selfdb.audit_log where id > (select id from selfdb.audit_log where request_id = 'age-5' order by id desc limit 1)",
      ),
    );
    expect(await deleteOldEntries(db, { ...limits, AUDIT_MAX_ENTRIES: newer })).toBe(false);
    expect(await left()).toBe('age-1');
  });
});
