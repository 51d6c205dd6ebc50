import type { Principal } from '@selfdb/server/auth/principal';
import { requireAlive } from '@selfdb/server/db/authority';
import type { SettingsOf } from '@selfdb/settings';
import { AppError } from '@selfdb/shared/errors';
import type { OnConflict } from '@selfdb/shared/uploads/schema';
import { noSuchBucket } from '../buckets/service.ts';
import type { Caller } from '../caller.ts';
import type { LimitsRow } from '../statement/limits.ts';
import type { Incoming, TargetRow, WritableRow } from '../statement/target-gate.ts';
import { isAllowedType, typeRefused } from './media-type.ts';

export interface Limits {
  /** The largest file. */
  maxBytes: number;
  /** The bytes that the quota still allows. */
  room: number;
  allowedTypes: string[] | null;
}

/**
 * Checks the row of `targetGate` about a file. Throws unauthenticated, not_found, forbidden, too_large,
 * unsupported_media_type, insufficient_storage, conflict.
 */
export function requireOpen<Row extends TargetRow>(
  { principal, env }: Caller,
  found: Row | undefined,
  file: Pick<Incoming, 'size' | 'mimeType' | 'onConflict'>,
): asserts found is Row {
  requireWritable(principal, found);
  if (!found.fits) refuseUnfit(limitsOf(env, found), file);
  if (found.taken) throw pathConflict(principal, file.onConflict);
}

/** Throws unauthenticated, not_found, forbidden. */
export function requireWritable<Row extends WritableRow>(
  principal: Principal,
  found: Row | undefined,
): asserts found is Row {
  requireAlive(principal, found?.my_role);
  if (!found?.found || (!found.seen && principal.kind === 'anonymous')) throw noSuchBucket();
  if (found.writable) return;
  throw principal.kind === 'anonymous'
    ? new AppError('unauthenticated', 'Log in to store files in this bucket.')
    : notWritable();
}

/** The error when the caller may not write into a bucket. */
export function notWritable(): AppError {
  return new AppError('forbidden', "Only the bucket's owner or an administrator may store files in it.");
}

/** The limits of a bucket from the row of a statement: `max_file_size`, `allowed_mime_types` and `room`. */
export function limitsOf(
  env: Pick<SettingsOf<'storage'>, 'STORAGE_MAX_FILE_BYTES'>,
  found: LimitsRow | undefined,
): Limits {
  return {
    maxBytes: Math.min(env.STORAGE_MAX_FILE_BYTES, found?.max_file_size ?? Infinity),
    room: found?.room ?? Infinity,
    allowedTypes: found?.allowed_mime_types ?? null,
  };
}

/** Throws the reason why a file does not fit: too_large, unsupported_media_type or insufficient_storage. */
export function refuseUnfit(
  limits: Limits,
  { size, mimeType }: { size: number; mimeType: string | undefined },
): never {
  requireSize(size, limits);
  if (mimeType !== undefined) requireType(mimeType, limits);
  // There was no room for the statement, even if there is now.
  throw quotaFull();
}

export function requireSize(size: number, { maxBytes, room }: Limits): void {
  if (size > maxBytes) throw new AppError('too_large', `The file is larger than ${maxBytes} bytes.`);
  if (size > room) throw quotaFull();
}

function quotaFull(): AppError {
  return new AppError(
    'insufficient_storage',
    'The file would exceed the storage quota (STORAGE_QUOTA_BYTES). Delete files first.',
  );
}

export function requireType(mimeType: string, { allowedTypes }: Pick<Limits, 'allowedTypes'>): void {
  if (!isAllowedType(mimeType, allowedTypes)) throw typeRefused(mimeType);
}

/** The error when another file has the path and the caller did not ask, or may not, replace it. */
export function pathConflict(
  { kind }: Principal,
  onConflict: OnConflict,
  howToReplace = 'on_conflict=replace',
): AppError {
  if (onConflict !== 'replace') {
    return new AppError(
      'conflict',
      `A file already exists at this path. Send ${howToReplace} to replace it.`,
    );
  }
  return kind === 'anonymous'
    ? new AppError('unauthenticated', 'A file already exists at this path. Log in to replace it.')
    : new AppError(
        'forbidden',
        'Only the owner of the file or of its bucket may replace the file at this path.',
      );
}
