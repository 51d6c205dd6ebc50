import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { signInternalToken } from '@selfdb/server/auth/tokens';
import { createCall } from '@selfdb/server/testing/client';
import { countGatewayRequests } from '@selfdb/server/testing/gateway-requests';
import type { Person } from '@selfdb/server/testing/people';
import { SECRETS } from '@selfdb/server/testing/secrets';
import * as buckets from '@selfdb/shared/buckets/routes';
import type { Bucket, CreateBucket } from '@selfdb/shared/buckets/schema';
import * as downloads from '@selfdb/shared/downloads/routes';
import * as files from '@selfdb/shared/files/routes';
import type { StoredFile } from '@selfdb/shared/files/schema';
import * as jobs from '@selfdb/shared/jobs/routes';
import * as tus from '@selfdb/shared/tus/routes';
import * as uploads from '@selfdb/shared/uploads/routes';
import { createStorageWorker } from '../app.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      BLOBS: Fetcher;
    }
  }
}

const worker = createStorageWorker();

/** With a janitor that does nothing, so that it does not interfere with tests. */
const bindings = { ...env, JANITOR: { getByName: () => ({ wake: async () => {} }) } };

/** Calls the worker as the API worker does. */
export const call = createCall({
  fetch: (request) => worker.fetch(request, bindings, createExecutionContext()),
  routes: [buckets, uploads, files, jobs, downloads, tus],
  headers: async () => ({ 'X-SelfDB-Internal': await signInternalToken(SECRETS.INTERNAL_SECRET) }),
});

/** The number of requests that `work` makes to the gateway, as the gateway counts them. */
export function gatewayRequests(work: () => Promise<unknown>): Promise<number> {
  return countGatewayRequests(env, work);
}

/** Creates a bucket, private by default. */
export async function makeBucket({ token }: Person, over: Partial<CreateBucket> = {}): Promise<Bucket> {
  const json = { name: `b-${crypto.randomUUID()}`, ...over };
  return (await call<Bucket>('POST', '/storage/buckets', { token, json })).body;
}

/** Uploads a file and returns it. */
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
