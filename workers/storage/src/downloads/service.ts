import type { Principal } from '@selfdb/shared/auth/principal';
import { requireAlive } from '@selfdb/shared/db/authority';
import { AppError } from '@selfdb/shared/errors';
import { isStorableText } from '@selfdb/shared/storable-text';
import type { StoredBlob } from '../blobs/stored-blob.ts';
import type { Caller } from '../caller.ts';
import * as repository from './repository.ts';

/** A file as far as its bytes and their headers are concerned. */
export interface Downloadable {
  name: string;
  size: number;
  mimeType: string;
  contentEncoding: string | undefined;
  etag: string;
  modifiedAt: Date;
  blob: StoredBlob;
  audience: 'everybody' | 'caller';
}

/**
 * The file at a path, for whoever may see its bucket. `requireKey` is called unless the bucket is public: without the
 * API key nobody learns what is there. Throws unauthenticated, forbidden, not_found.
 */
export async function findDownload(
  { db, principal }: Caller,
  bucket: string,
  path: string,
  requireKey: () => void,
): Promise<Downloadable> {
  // Others name nothing.
  if (!isStorableText(bucket) || !isStorableText(path)) {
    requireKey();
    throw noSuchFile();
  }
  const found = await repository.selectByPath(db, principal, bucket, path.normalize('NFC'));
  if (!found?.public) requireKey();
  requireReadable(principal, found);
  return toDownloadable(found, found.public ? 'everybody' : 'caller');
}

/**
 * Throws what the row of a statement says against reading a file (`my_role`, `found`, `seen`): unauthenticated, not_found,
 * which a hidden file is to an anonymous caller, forbidden.
 */
export function requireReadable<Row extends repository.Readable>(
  principal: Principal,
  found: Row | undefined,
): asserts found is Row {
  requireAlive(principal, found?.my_role);
  if (!found?.found || (!found.seen && principal.kind === 'anonymous')) throw noSuchFile();
  if (!found.seen)
    throw new AppError('forbidden', "Only the bucket's owner or an administrator may read its files.");
}

/** The file of an id that a signature has let somebody at. Throws not_found. */
export async function findSigned({ db }: Pick<Caller, 'db'>, fileId: string): Promise<Downloadable> {
  return toDownloadable(await repository.selectById(db, fileId), 'caller');
}

function toDownloadable(
  row: repository.DownloadRow | { file_id: null } | undefined,
  audience: Downloadable['audience'],
): Downloadable {
  if (!row || row.file_id === null) throw noSuchFile();
  return {
    name: row.name,
    size: row.size,
    mimeType: row.mime_type,
    contentEncoding: row.content_encoding ?? undefined,
    etag: `"${row.etag}"`,
    modifiedAt: new Date(row.modified_at * 1000),
    blob: { blobId: row.blob_id, segments: row.segments },
    audience,
  };
}

export function noSuchFile(): AppError {
  return new AppError('not_found', 'There is no such file.');
}
