import { createHash, randomBytes } from 'node:crypto';
import type { Bench } from '../bench.ts';
import { userHeaders } from '../pairs/row-by-id.ts';
import { createBucket } from '../transfers/bucket.ts';

const uploads = 1000;
const bytes = 4096;

export interface MeasuredUploads {
  sent: number;
  /** Files that are listed afterwards with the checksum of what was sent. */
  there: number;
  /** Answers other than 201. */
  errors: number;
  seconds: number;
}

/** Uploads a thousand small files at once, then looks for each of them. */
export async function uploadInParallel(bench: Bench): Promise<MeasuredUploads> {
  const bucket = await createBucket(bench, false);
  const files = Array.from({ length: uploads }, (_, number) => ({
    path: `${number}.bin`,
    body: randomBytes(bytes),
  }));
  const start = performance.now();
  const statuses = await Promise.all(files.map((file) => uploadOne(bench, bucket.id, file)));
  const seconds = (performance.now() - start) / 1000;
  const listed = await bench.api<{ data: { path: string; checksum_sha256: string }[] }>(
    `/storage/files/?bucket_id=${bucket.id}&limit=${uploads}`,
    { token: bench.world.token },
  );
  const found = new Map(listed.data.map(({ path, checksum_sha256 }) => [path, checksum_sha256]));
  const isThere = ({ path, body }: (typeof files)[number]) =>
    found.get(path) === createHash('sha256').update(body).digest('hex');
  return {
    sent: uploads,
    there: files.filter(isThere).length,
    errors: statuses.filter((status) => status !== 201).length,
    seconds,
  };
}

async function uploadOne(bench: Bench, bucketId: string, { path, body }: { path: string; body: Buffer }) {
  const url = `${bench.instance.apiUrl}/storage/files/upload?bucket_id=${bucketId}&path=${path}`;
  const headers = userHeaders(bench);
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
    signal: bench.signal,
  });
  await answer.text();
  return answer.status;
}
