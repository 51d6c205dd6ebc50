import { randomUUID } from 'node:crypto';
import { rows, value } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin, createPerson } from '../testing/people.ts';

async function createBucket(ownerId: string): Promise<unknown> {
  return value(`insert into selfdb.buckets (name, owner_id, access) values ($1, $2, 'owner') returning id`, [
    randomUUID(),
    ownerId,
  ]);
}

const createFile = (bucket: unknown, ownerId: string, size: number) =>
  rows(
    `insert into selfdb.files (bucket_id, path, size, mime_type, checksum_sha256, blob_id, segments, owner_id)
     values ($1, $2, $3, 'text/plain', '', gen_random_uuid(), '[]', $4)`,
    [bucket, randomUUID(), size, ownerId],
  );

it('counts what a user owns, without what is gone, in one gateway request', async () => {
  const [person, other] = [await createPerson(), await createAdmin()];
  const [bucket, theirs, gone] = [
    await createBucket(person.userId),
    await createBucket(other.userId),
    await createBucket(person.userId),
  ];
  for (const [place, size] of [[bucket, 5_000_000_000] as const, [theirs, 7] as const, [gone, 1] as const])
    await createFile(place, person.userId, size);
  await createFile(bucket, other.userId, 100);
  await rows('update selfdb.buckets set deleted_at = now() where id = $1', [gone]);
  const [kept, dropped] = ['kept', 'dropped'].map(
    (name) => `public.${name}_${randomUUID().replaceAll('-', '')}`,
  );
  for (const name of [kept, dropped]) {
    await rows(`create table ${name} (id int)`);
    await rows('insert into selfdb.tables (relid, owner_id) values ($1::regclass, $2)', [
      name,
      person.userId,
    ]);
  }
  await rows(`drop table ${dropped}`);
  await rows(`insert into selfdb.sql_snippets (owner_id, name, sql_code) values ($1, 'n', 'select 1')`, [
    person.userId,
  ]);
  for (const { token } of [person, other]) {
    const requests = await gatewayRequests(async () => {
      expect((await call('GET', `/users/${person.userId}/owned`, { token })).body).toEqual({
        tables: 1,
        buckets: 1,
        files: 2,
        size: 5_000_000_007,
        snippets: 1,
      });
    });
    expect(requests).toBe(1);
  }
  expect((await call('GET', `/users/${randomUUID()}/owned`, { token: other.token })).status).toBe(404);
});
