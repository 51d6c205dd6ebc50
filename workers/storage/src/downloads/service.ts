import type { Principal } from '@selfdb/server/auth/principal';
import { requireAlive } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { Caller } from '@selfdb/server/http/caller/caller';
import type { SettingsOf } from '@selfdb/settings';
import type { SignFile } from '@selfdb/shared/downloads/schema';
import { AppError } from '@selfdb/shared/errors';
import { isStorableText } from '@selfdb/shared/storable-text';
import type { StoredBlob } from '../blobs/stored-blob.ts';
import * as repository from './repository.ts';
import { readGrant, signGrant } from './signed-token.ts';

/** The facts about a file that a download needs. */
export interface Downloadable {
  name: string;
  size: number;
  mimeType: string;
  contentEncoding: string | undefined;
  etag: string;
  modifiedAt: Date;
  blob: StoredBlob;
  audience: 'public' | 'caller';
}

/**
 * The file at a path, if the caller may see it. Calls `requireKey` unless the bucket is public: a caller without the API
 * key must not learn which files exist. Throws unauthenticated, forbidden, not_found.
 */
export async function getDownload(
  { db, principal }: Caller,
  bucket: string,
  path: string,
  requireKey: () => void,
): Promise<Downloadable> {
  // Postgres can't store such text, so no file has this name.
  if (!isStorableText(bucket) || !isStorableText(path)) {
    requireKey();
    throw noSuchFile();
  }
  const found = await repository.findFileByPath(db, principal, bucket, path.normalize('NFC'));
  if (!found?.public) requireKey();
  requireReadable(principal, found);
  return toDownloadable(found, found.public ? 'public' : 'caller');
}

/**
 * Checks the row of a statement about reading a file (`my_role`, `found`, `seen`). Throws unauthenticated, forbidden,
 * and not_found, also when an anonymous caller may not see the file.
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

/** Returns a token that lets its bearer download the file until it expires. Throws unauthenticated, forbidden, not_found. */
export async function signFile(
  { db, principal }: Caller,
  { SECRET_KEY }: Pick<SettingsOf<'storage'>, 'SECRET_KEY'>,
  fileId: string,
  { expires_in, download }: SignFile,
): Promise<{ token: string; expiresAt: Date }> {
  requireReadable(principal, await repository.findFileAccess(db, principal, fileId));
  const expiresAt = Math.ceil(Date.now() / 1000) + expires_in;
  const token = signGrant(SECRET_KEY, { method: 'GET', fileId, expiresAt, saveAs: download });
  return { token, expiresAt: new Date(expiresAt * 1000) };
}

/** The file that a token was signed for, and the name to save it under. Throws forbidden, not_found. */
export async function getSignedDownload(
  db: Database,
  { SECRET_KEY }: Pick<SettingsOf<'storage'>, 'SECRET_KEY'>,
  token: string,
): Promise<{ file: Downloadable; saveAs: string | undefined }> {
  const grant = readGrant(SECRET_KEY, token, Date.now() / 1000);
  if (!grant) throw new AppError('forbidden', 'The link is invalid or has expired. Ask for a new one.');
  const file = toDownloadable(await repository.findFileById(db, grant.fileId), 'caller');
  return { file, saveAs: grant.saveAs };
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
