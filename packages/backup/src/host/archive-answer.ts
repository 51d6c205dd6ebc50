import { getBackup } from '../backup/archive-notes.ts';
import type { BackupStore } from '../store/backup-store.ts';

/** What a request is answered with. */
export interface HostAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | AsyncIterable<Uint8Array> | null;
}

/** Reads a `Range` header: the span of `size` bytes, undefined for all of them. */
export type ReadRange = (
  header: string | undefined,
  size: number,
) => { offset: number; length: number } | undefined | 'unsatisfiable';

/** Answers with an archive, or with the part of it that `Range` asks for. Throws an ArchiveMissing. */
export async function answerWithArchive(
  store: BackupStore,
  filename: string,
  { method, header }: { method: string; header: (name: string) => string | undefined },
  readRange: ReadRange,
): Promise<HostAnswer> {
  const { size, created_at, checksum_sha256 } = await getBackup(store, filename);
  const etag = `"${checksum_sha256 ?? `${size}-${Date.parse(created_at)}`}"`;
  const condition = header('if-range');
  const isCurrent = condition === undefined || condition === etag;
  const range = isCurrent ? readRange(header('range'), size) : undefined;
  const headers: HostAnswer['headers'] = { 'Accept-Ranges': 'bytes', ETag: etag };
  if (range === 'unsatisfiable')
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` }, body: null };
  const { offset, length } = range ?? { offset: 0, length: size };
  if (range) headers['Content-Range'] = `bytes ${offset}-${offset + length - 1}/${size}`;
  headers['Content-Length'] = String(length);
  return {
    status: range ? 206 : 200,
    headers,
    body: method === 'HEAD' ? null : store.read(filename, { start: offset, end: offset + length }),
  };
}
