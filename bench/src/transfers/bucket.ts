import { randomUUID } from 'node:crypto';
import type { Bench } from '../bench.ts';
import { userHeaders } from '../pairs/row-by-id.ts';
import { receive, send } from './bytes.ts';

interface Uploaded {
  file_id: string;
}

export interface BenchBucket {
  /** Stores a file and gives its id. */
  upload(path: string, bytes: number): Promise<string>;
  download(path: string, bytes: number): Promise<void>;
  remove(id: string): Promise<unknown>;
  downloadPath(path: string): string;
  id: string;
}

/** A bucket of the bench's user. */
export async function createBucket(bench: Bench, isPublic: boolean): Promise<BenchBucket> {
  const { api, instance, world, signal } = bench;
  const { token } = world;
  const name = `bench-${randomUUID()}`;
  const { id } = await api<{ id: string }>('/storage/buckets/', { token, json: { name, public: isPublic } });
  const headers = userHeaders(bench);
  const downloadPath = (path: string) => `/storage/files/download/${name}/${path}`;
  return {
    id,
    downloadPath,
    async upload(path, bytes) {
      const url = `${instance.apiUrl}/storage/files/upload?bucket_id=${id}&path=${path}`;
      const uploaded: Uploaded = JSON.parse(await send(url, { method: 'POST', headers, bytes, signal }));
      return uploaded.file_id;
    },
    download: (path, bytes) => receive(instance.apiUrl + downloadPath(path), { headers, bytes, signal }),
    remove: (file) => api(`/storage/files/${file}`, { token, method: 'DELETE' }),
  };
}
