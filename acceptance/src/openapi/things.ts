import { begin } from '../clients/tus.ts';
import type { Things } from '../matrix/operation.ts';
import { createBucket, type Job, store } from '../world/storage.ts';
import { createTable, filter, insertRows } from '../world/tables.ts';
import { client, createPerson, logIn, marker, PASSWORD, type Person, UNKNOWN_ID } from '../world/users.ts';

/** Fresh things: a table, a row and the user that are `owner`'s, and a snippet of an administrator's. */
export async function thingsOf(owner: Person, boss: Person, snippetField: string): Promise<Things> {
  const table = await createTable(owner);
  const [row] = await insertRows(owner, table, [{ title: 'a' }]);
  const snippet = await boss.post<{ id: string }>('/sql/snippets', {
    name: marker('s'),
    [snippetField]: 'select 1',
  });
  const index = await owner.post<{ name: string }>(`/tables/${table.id}/indexes`, { columns: ['title'] });
  return {
    tableId: table.id,
    rowId: String(row?.id),
    snippetId: snippet.body.id,
    tabId: await tabOf(boss),
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
    ...(await functionOf(boss)),
  };
}

type OfFunction = Pick<Things, 'functionId' | 'functionName' | 'webhookId'>;

/** A function, by id and by name, with a webhook. */
async function functionOf(maker: Person): Promise<OfFunction> {
  const code = 'export default () => 1';
  const { body } = await maker.post<{ id: string; name: string }>('/functions', {
    name: marker('walk'),
    code,
  });
  const name = marker('walk');
  const webhook = await maker.post<{ id: string }>('/webhooks', { name, function_id: body.id });
  return { functionId: body.id, functionName: body.name, webhookId: webhook.body.id };
}

/** A user who has made so many functions while they were an administrator: others may not. */
export async function createFunctionOwner(boss: Person, count: number) {
  const maker = await createPerson({ role: 'ADMIN' });
  const functions: OfFunction[] = [];
  for (let made = 0; made < count; made++) functions.push(await functionOf(maker));
  await boss.patch(`/users/${maker.id}`, { role: 'USER' });
  const tokens = await logIn(maker.email);
  return { functions, person: { ...maker, ...client.as(tokens.access_token), tokens } };
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

/** A tab of the administrator. A user can't have many, so it is a new one only if there is none. */
async function tabOf(boss: Person): Promise<string> {
  const [open] = (await boss.get<{ id: string }[]>('/sql/tabs?limit=1')).body;
  return open?.id ?? (await boss.post<{ id: string }>('/sql/tabs', { name: 'walk' })).body.id;
}
