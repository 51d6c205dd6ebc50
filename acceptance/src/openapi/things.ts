import { begin } from '../clients/tus.ts';
import type { Things } from '../matrix/operation.ts';
import { createBucket, type Job, store } from '../world/storage.ts';
import { createTable, filter, insertRows } from '../world/tables.ts';
import { client, logIn, marker, PASSWORD, type Person, UNKNOWN_ID } from '../world/users.ts';

/** Fresh things: a table, a row and the user that are `owner`'s, and a snippet of an administrator's. */
export async function thingsOf(owner: Person, boss: Person, snippetField: string): Promise<Things> {
  const table = await createTable(owner);
  const [row] = await insertRows(owner, table, [{ title: 'a' }]);
  const snippet = await boss.post<{ id: string }>('/sql/snippets', {
    name: marker('s'),
    [snippetField]: 'select 1',
  });
  const tab = await boss.post<{ id: string }>('/sql/tabs', { name: 'walk' });
  const index = await owner.post<{ name: string }>(`/tables/${table.id}/indexes`, { columns: ['title'] });
  return {
    tableId: table.id,
    rowId: String(row?.id),
    snippetId: snippet.body.id,
    tabId: tab.body.id,
    sessionId: UNKNOWN_ID,
    indexName: index.body.name,
    userId: owner.id,
    refreshToken: owner.tokens.refresh_token,
    password: PASSWORD,
    email: owner.email,
    name: marker('walk'),
    filter: filter({ title: { eq: 'a' } }),
    snippetField,
    ...(await storageThingsOf(owner)),
  };
}

/** A private bucket with a file, a job, an upload that is open and a signed URL. */
async function storageThingsOf(owner: Person) {
  const bucket = await createBucket(owner);
  const file = await store(owner, bucket, 'walk.txt', 'walk');
  const job = await owner.post<Job>('/storage/files/delete', { bucket_id: bucket.id, prefix: 'none/' });
  const location = await begin(owner, bucket.id, 'walk.tus', 4);
  const signed = await owner.post<{ url: string }>(`/storage/files/${file.id}/sign`, { expires_in: 600 });
  return {
    bucketId: bucket.id,
    bucketName: bucket.name,
    filePath: file.path,
    fileId: file.id,
    jobId: job.body.id,
    uploadId: location.split('/').at(-1) ?? '',
    signedToken: new URL(signed.body.url).searchParams.get('token') ?? '',
  };
}

/** The id of a new session of the person. */
export async function sessionOf(person: Person): Promise<string> {
  const { access_token } = await logIn(person.email);
  const { body } = await client
    .as(access_token)
    .get<{ id: string; current: boolean }[]>('/users/me/sessions');
  return body.find(({ current }) => current)?.id ?? '';
}
