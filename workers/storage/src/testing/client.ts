import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { signInternalToken } from '@selfdb/shared/auth/tokens';
import * as buckets from '@selfdb/shared/routes/buckets';
import * as downloads from '@selfdb/shared/routes/downloads';
import * as files from '@selfdb/shared/routes/files';
import * as tus from '@selfdb/shared/routes/tus';
import type { Bucket, CreateBucket, StoredFile } from '@selfdb/shared/schemas/storage';
import { createCall } from '@selfdb/shared/testing/client';
import { countGatewayRequests } from '@selfdb/shared/testing/gateway-requests';
import type { Person } from '@selfdb/shared/testing/people';
import { SECRETS } from '@selfdb/shared/testing/secrets';
import { createStorageWorker } from '../app.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      BLOBS: Fetcher;
    }
  }
}

const worker = createStorageWorker();

/** With a janitor that sleeps on: it would do in the middle of a test what is to be watched. */
const bindings = { ...env, JANITOR: { getByName: () => ({ wake: async () => {} }) } };

/** Calls the worker as the public door does. */
export const call = createCall({
  fetch: (request) => worker.fetch(request, bindings, createExecutionContext()),
  routes: [buckets, files, downloads, tus],
  headers: async () => ({ 'X-SelfDB-Internal': await signInternalToken(SECRETS.INTERNAL_SECRET) }),
});

/** How many requests `work` makes to the gateway, by the gateway's own count. */
export function gatewayRequests(work: () => Promise<unknown>): Promise<number> {
  return countGatewayRequests(env, work);
}

/** A private bucket unless told. */
export async function createBucket({ token }: Person, over: Partial<CreateBucket> = {}): Promise<Bucket> {
  const json = { name: `b-${crypto.randomUUID()}`, ...over };
  return (await call<Bucket>('POST', '/storage/buckets', { token, json })).body;
}

/** Stores a file and gives it. */
export async function upload(
  { token }: Person,
  bucket: Bucket,
  path: string,
  body: BodyInit,
): Promise<StoredFile> {
  const query = new URLSearchParams({ bucket_id: bucket.id, path, upsert: 'true' });
  const { body: uploaded } = await call<{ file_id: string }>('POST', `/storage/files/upload?${query}`, {
    token,
    body,
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  return (await call<StoredFile>('GET', `/storage/files/${uploaded.file_id}`, { token })).body;
}
