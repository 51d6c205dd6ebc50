import { stripTypeScriptTypes } from 'node:module';
import { SelfDB } from '@selfdb/sdk';
import { createUser, marker, PASSWORD, system } from '../../world/users.ts';

/** What examples use without making it. */
export interface Things {
  selfdb: SelfDB;
  email: string;
  password: string;
  table: { id: string; name: string };
  bucket: { id: string; name: string };
  /** A file in the bucket. */
  file: { id: string; path: string };
  /** A function of two versions that answers JSON. */
  fn: { id: string; name: string };
  /** A webhook of the function that has received a request. */
  webhook: { id: string };
  console: Pick<Console, 'log'>;
}

const { baseUrl, apiKey } = system;

/** An administrator of its own, because examples change passwords and sign out. */
export async function signIn(): Promise<Pick<Things, 'selfdb' | 'email' | 'password'>> {
  const { email } = await createUser({ role: 'ADMIN' });
  const selfdb = new SelfDB({ baseUrl, apiKey });
  await selfdb.auth.login({ email, password: PASSWORD });
  return { selfdb, email, password: PASSWORD };
}

/** The table `books` of the examples, under a name of its own. */
export function createBooks(selfdb: SelfDB): Promise<Things['table']> {
  const table_schema = { title: { type: 'text', nullable: false }, year: { type: 'integer' } };
  return selfdb.tables.create({ name: marker('books'), table_schema, public: false, realtime_enabled: true });
}

/** A public bucket with a file. */
export async function createFile(selfdb: SelfDB): Promise<Pick<Things, 'bucket' | 'file'>> {
  const bucket = await selfdb.storage.buckets.create({ name: marker('b').replace('_', '-'), public: true });
  const upload = { filename: 'hello.txt', path: 'notes', data: 'Hello' };
  const { file_id, path } = await selfdb.storage.files.upload(bucket.id, upload);
  return { bucket, file: { id: file_id, path } };
}

/** A function of two versions. */
export async function createFunction({ functions }: SelfDB): Promise<Things['fn']> {
  const { id, name } = await functions.create({ name: marker('f'), code: 'export default () => 1;' });
  await functions.update(id, { code: 'export default () => ({ hello: "world" });' });
  return { id, name };
}

/** A webhook of a function, with a delivery. */
export async function createWebhook({ webhooks }: SelfDB, fn: Things['fn']): Promise<Things['webhook']> {
  const webhook = { name: marker('hook'), function_id: fn.id, require_signature: false };
  const { id, url } = await webhooks.create(webhook);
  await fetch(url ?? '', { method: 'POST', body: '{}' });
  return { id };
}

/** Runs an example. Its `books` are the given table. */
export async function runExample(code: string, things: Things & object): Promise<void> {
  const named = code.replaceAll("table('books')", `table('${things.table.name}')`);
  const program = `return (async () => {\n${stripTypeScriptTypes(named)}\n})();`;
  await new Function(...Object.keys(things), program)(...Object.values(things));
}
