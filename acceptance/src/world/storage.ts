import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, Body, Caller, CallOptions, Query } from '../clients/client.ts';
import { admin, client, marker } from './users.ts';

export interface Bucket {
  id: string;
  name: string;
  public: boolean;
  access: 'public' | 'users' | 'owner';
  owner_id: string;
  description: string | null;
  max_file_size: number | null;
  allowed_mime_types: string[] | null;
  anonymous_uploads: boolean;
  file_count: number;
  total_size: number;
  created_at: string;
  updated_at: string;
}

export interface StoredFile {
  id: string;
  bucket_id: string;
  bucket_name: string;
  name: string;
  path: string;
  size: number;
  mime_type: string;
  etag: string;
  checksum_sha256: string;
  owner_id: string;
  metadata: Record<string, unknown>;
  created_at: string;
  updated_at: string;
}

export interface Uploaded {
  success: boolean;
  bucket: string;
  path: string;
  size: number;
  file_id: string;
  upload_time: number;
  url: string;
  original_path: string | null;
  message: string;
}

export interface FilePage {
  data: StoredFile[];
  total: number;
  page: number;
  pageSize: number;
  page_size: number;
  folders?: string[];
  total_folders?: number;
}

export interface Job {
  id: string;
  kind: string;
  status: string;
  total: number | null;
  done: number;
  error: string | null;
  created_at: string;
  finished_at: string | null;
}

export interface NewBucket {
  name?: string;
  public?: boolean;
  access?: Bucket['access'];
  anonymous_uploads?: boolean;
  description?: string | null;
  max_file_size?: number | null;
  allowed_mime_types?: string[] | null;
}

export const bucketName = (prefix = 'b') => marker(prefix).replaceAll('_', '-');
export const bytesOf = (text: string) => new TextEncoder().encode(text);
export const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export async function createBucket(owner: Caller, over: NewBucket = {}): Promise<Bucket> {
  const answer = await owner.post<Bucket>('/storage/buckets/', { name: bucketName(), ...over });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

/** The bucket as it is now. */
export async function readBucket({ id }: Bucket): Promise<Bucket> {
  const answer = await admin.get<Bucket>(`/storage/buckets/${id}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

/** Sends the bytes as the body; text goes as bytes too, since `fetch` would give it a type of its own. */
export function upload(
  caller: Caller,
  bucket: { id: string },
  target: Query | string,
  body: Body = 'x',
  headers: Record<string, string> = {},
): Promise<Answer<Uploaded>> {
  const query = typeof target === 'string' ? { path: target } : target;
  return caller.call('POST', '/storage/files/upload', {
    query: { bucket_id: bucket.id, ...query },
    body: typeof body === 'string' ? bytesOf(body) : body,
    headers,
  });
}

/** Uploads and gives the file; anything but 201 fails the test. */
export async function store(
  caller: Caller,
  bucket: Bucket,
  target: Query | string,
  body?: Body,
  type?: string,
): Promise<StoredFile> {
  const answer = await upload(
    caller,
    bucket,
    target,
    body,
    type === undefined ? {} : { 'Content-Type': type },
  );
  expect(answer.status, answer.text).toBe(201);
  return readFile(caller, answer.body.file_id);
}

export async function readFile(caller: Caller, id: string): Promise<StoredFile> {
  const answer = await caller.get<StoredFile>(`/storage/files/${id}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

export const downloadPath = (bucket: Bucket, path: string) =>
  `/storage/files/download/${bucket.name}/${path.split('/').map(encodeURIComponent).join('/')}`;

/** Downloads without key and token, unless the options name them. */
export const download = (bucket: Bucket, path: string, options: CallOptions = {}, method = 'GET') =>
  client.call<undefined>(method, downloadPath(bucket, path), { apiKey: null, ...options });

/** The bytes at a path as text, as an administrator reads them. */
export async function contentOf(bucket: Bucket, path: string): Promise<string> {
  const answer = await admin.get(downloadPath(bucket, path));
  expect(answer.status, answer.text).toBe(200);
  return answer.text;
}

export async function listFiles(reader: Caller, bucket: Bucket, query: Query = {}): Promise<FilePage> {
  const answer = await reader.get<FilePage>('/storage/files/', { bucket_id: bucket.id, ...query });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

/** All paths of a bucket of up to 1,000 files, in order. */
export async function pathsIn(bucket: Bucket): Promise<string[]> {
  const { data } = await listFiles(admin, bucket, { page_size: 1000 });
  return data.map((file) => file.path).sort();
}

/** Waits until a job that was just accepted has come to its end; a sweep of another suite may be before it. */
export async function finished(caller: Caller, accepted: Answer<Job>): Promise<Job> {
  expect(accepted.status, accepted.text).toBe(202);
  const read = async () => (await caller.get<Job>(`/storage/jobs/${accepted.body.id}`)).body;
  await expect
    .poll(async () => (await read()).status, { timeout: 60_000, interval: 100 })
    .toMatch(/^(done|failed)$/);
  return read();
}
