import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getBackup } from '@selfdb/backup/backup/archive-notes';
import type { BackupStore } from '@selfdb/backup/store/backup-store';
import { readRange } from '@selfdb/server/http/byte-range';

/** Answers with an archive, or with the part of it that `Range` asks for. Throws an ArchiveMissing. */
export async function sendArchive(
  store: BackupStore,
  filename: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size, created_at, checksum_sha256 } = await getBackup(store, filename);
  const etag = `"${checksum_sha256 ?? `${size}-${Date.parse(created_at)}`}"`;
  const condition = request.headers['if-range'];
  const isCurrent = condition === undefined || condition === etag;
  const range = isCurrent ? readRange(request.headers.range, size) : undefined;
  response.setHeader('Accept-Ranges', 'bytes').setHeader('ETag', etag);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
    return;
  }
  const { offset, length } = range ?? { offset: 0, length: size };
  response.statusCode = range ? 206 : 200;
  if (range) response.setHeader('Content-Range', `bytes ${offset}-${offset + length - 1}/${size}`);
  response.setHeader('Content-Length', length);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(Readable.from(store.read(filename, { start: offset, end: offset + length })), response);
}
