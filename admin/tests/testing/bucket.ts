import { inject } from 'vitest';
import { adminApi, unique } from './people.ts';

/** A bucket of the administrator, for one test. */
export async function createBucket(access = 'owner'): Promise<{ id: string; name: string }> {
  const name = unique('bucket-');
  const { id } = await adminApi().send('POST', '/storage/buckets', { name, access });
  return { id: String(id), name };
}

/** Uploads a text and answers the id of its file. */
export async function uploadFile(bucketId: string, path: string, text: string, type = 'text/plain') {
  const { baseUrl, apiKey } = inject('system');
  const filename = path.slice(path.lastIndexOf('/') + 1);
  const query = new URLSearchParams({ bucket_id: bucketId, path, filename, content_type: type });
  const answer = await fetch(`${baseUrl}/storage/files/upload?${query}`, {
    method: 'POST',
    headers: { 'X-API-Key': apiKey, Authorization: `Bearer ${inject('adminToken')}` },
    body: text,
  });
  if (!answer.ok) throw new Error(`The upload of ${path} answered ${answer.status}: ${await answer.text()}`);
  const { file_id } = (await answer.json()) as { file_id: string };
  return file_id;
}

/** The paths of all files in a bucket, in order. */
export async function filesOf(bucketId: string): Promise<string[]> {
  const page = await adminApi().send(
    'GET',
    `/storage/files?bucket_id=${bucketId}&limit=1000&sort_by=path&sort_order=asc`,
  );
  return (page.data as { path: string }[]).map(({ path }) => path);
}
