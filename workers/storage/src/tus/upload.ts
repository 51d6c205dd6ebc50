import { requireAlive } from '@selfdb/shared/db/authority';
import type { Row } from '@selfdb/shared/db/database';
import { AppError } from '@selfdb/shared/errors';
import type { OnConflict } from '@selfdb/shared/schemas/storage';
import type { Segments } from '../blobs/stored-blob.ts';
import type { Caller } from '../caller.ts';
import { requireWritable } from '../uploads/target.ts';

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

/** Reads the row of `selectUpload`. Throws unauthenticated, not_found, forbidden, gone. */
export function toUpload(caller: Caller, id: string, row: Row | undefined): TusUpload {
  requireUpload(caller, row);
  if (row?.expired) throw new AppError('gone', 'The upload has expired. Start a new one.');
  return {
    id,
    path: String(row?.path),
    onConflict: row?.on_conflict as OnConflict,
    size: Number(row?.size),
    received: Number(row?.received),
    segments: row?.segments as Segments,
    mimeType: (row?.mime_type ?? undefined) as string | undefined,
    allowedTypes: (row?.allowed_mime_types ?? null) as string[] | null,
    metadata: row?.metadata as Record<string, unknown>,
    tusMetadata: String(row?.tus_metadata),
    expiresAt: toDate(row?.expires_at),
    fileId: (row?.file_id ?? undefined) as string | undefined,
  };
}

/** Checks the row of a statement about an upload: `my_role`, `found`, `mine`, `seen`, `writable`. Throws unauthenticated, not_found, forbidden. */
export function requireUpload({ principal }: Caller, row: Row | undefined): void {
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
export function toDate(seconds: unknown): Date {
  return new Date(Number(seconds) * 1000);
}
