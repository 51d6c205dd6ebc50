import { requireAlive } from '@selfdb/server/db/authority';
import type { Caller } from '@selfdb/server/http/caller/caller';
import { AppError } from '@selfdb/shared/errors';
import type { OnConflict } from '@selfdb/shared/uploads/schema';
import type { Segments } from '../blobs/stored-blob.ts';
import { requireWritable } from '../uploads/target.ts';
import type { UploadGate, UploadRow } from './repository.ts';

/** The state of a resumable upload. */
export interface TusUpload {
  /** Also the id of its blob. */
  id: string;
  path: string;
  onConflict: OnConflict;
  /** The size of the whole file in bytes. */
  size: number;
  received: number;
  segments: Segments;
  mimeType: string | undefined;
  allowedTypes: string[] | null;
  metadata: Record<string, unknown>;
  /** The header `Upload-Metadata` that it was created with. */
  tusMetadata: string;
  expiresAt: Date;
  /** The id of the file that it has become. */
  fileId: string | undefined;
}

/** Reads the row of `findUpload`. Throws unauthenticated, not_found, forbidden, gone. */
export function toUpload(caller: Caller, id: string, row: UploadRow | undefined): TusUpload {
  requireUpload(caller, row);
  if (row.expired) throw new AppError('gone', 'The upload has expired. Start a new one.');
  return {
    id,
    path: row.path,
    onConflict: row.on_conflict,
    size: row.size,
    received: row.received,
    segments: row.segments,
    mimeType: row.mime_type ?? undefined,
    allowedTypes: row.allowed_mime_types,
    metadata: row.metadata,
    tusMetadata: row.tus_metadata,
    expiresAt: toDate(row.expires_at),
    fileId: row.file_id ?? undefined,
  };
}

/**
 * Checks the row of a statement about an upload: `my_role`, `found`, `mine`, `seen`, `writable`. Throws unauthenticated,
 * not_found, forbidden.
 */
export function requireUpload<Row extends UploadGate>(
  { principal }: Caller,
  row: Row | undefined,
): asserts row is Row {
  requireAlive(principal, row?.my_role);
  const isHidden = principal.kind === 'anonymous' && (!row?.seen || !row.mine);
  if (!row?.found || isHidden) throw noSuchUpload();
  if (!row.mine) throw notYourUpload();
  requireWritable(principal, row);
}

export function noSuchUpload(): AppError {
  return new AppError('not_found', 'There is no such upload.');
}

export function notYourUpload(): AppError {
  return new AppError(
    'forbidden',
    'Only the user who began the upload or an administrator may continue or delete it.',
  );
}

/** `seconds` since 1970. */
export function toDate(seconds: number): Date {
  return new Date(seconds * 1000);
}
