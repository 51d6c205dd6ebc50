import { randomUUID } from 'node:crypto';
import type { CallOptions } from '../api.ts';
import type { Bench } from '../bench.ts';
import { createBucket } from '../transfers/bucket.ts';
import type { Call } from './call.ts';

const small = 4096;
const large = 2_000_000;

/** Every kind of call under /storage, on a bucket of their own. */
export async function storageCalls(bench: Bench): Promise<Call[]> {
  const own = <T>(path: string, options: CallOptions = {}) =>
    bench.api<T>(path, { token: bench.world.token, ...options });
  const bucket = await createBucket(bench, false);
  const file = await bucket.upload('kept.bin', small);
  const newPath = () => `${randomUUID()}.bin`;
  const createPassing = () =>
    own<{ id: string }>('/storage/buckets/', { json: { name: `passing-${randomUUID()}` } });
  let passing = '';
  const makeFile = async () => {
    passing = await bucket.upload(newPath(), small);
  };
  const makeBucket = async () => {
    passing = (await createPassing()).id;
  };
  const kind = (title: string, call: Call['call'], prepare?: Call['prepare']): Call => ({
    title,
    allowed: 1,
    call,
    ...(prepare ? { prepare } : {}),
  });
  const inBucket = `/storage/files/?bucket_id=${bucket.id}`;

  return [
    kind('list buckets', () => own('/storage/buckets/')),
    kind('count buckets', () => own('/storage/buckets/count')),
    kind('create a bucket', createPassing),
    kind('read a bucket', () => own(`/storage/buckets/${bucket.id}`)),
    kind('change a bucket', () =>
      own(`/storage/buckets/${bucket.id}`, { method: 'PATCH', json: { description: 'counted' } }),
    ),
    kind('delete a bucket', () => own(`/storage/buckets/${passing}`, { method: 'DELETE' }), makeBucket),
    kind('upload a small file', () => bucket.upload(newPath(), small)),
    kind('list files', () => own(inBucket)),
    kind('list a folder', () => own(`${inBucket}&delimiter=/`)),
    kind('storage stats', () => own('/storage/files/stats')),
    kind('count files', () => own(`/storage/files/count?bucket_id=${bucket.id}`)),
    kind('read a file', () => own(`/storage/files/${file}`)),
    kind('download a file', () => bucket.download('kept.bin', small)),
    kind('change a file', () =>
      own(`/storage/files/${file}`, { method: 'PATCH', json: { metadata: { counted: true } } }),
    ),
    kind('sign a file', () => own(`/storage/files/${file}/sign`, { json: {} })),
    kind('copy a file', () => own(`/storage/files/${file}/copy`, { json: { path: newPath() } })),
    kind('move a file', () => own(`/storage/files/${passing}/move`, { json: { path: newPath() } }), makeFile),
    kind('delete a file', () => bucket.remove(passing), makeFile),
    { title: 'upload a large file', allowed: 2, call: () => bucket.upload(newPath(), large) },
  ];
}
