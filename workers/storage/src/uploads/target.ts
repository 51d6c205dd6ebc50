import type { Principal } from '@selfdb/server/auth/principal';
import { requireAlive } from '@selfdb/server/db/authority';
import type { SettingsOf } from '@selfdb/settings';
import { AppError } from '@selfdb/shared/errors';
import type { OnConflict } from '@selfdb/shared/uploads/schema';
import { noSuchBucket } from '../buckets/service.ts';
import type { LimitsRow } from '../statement/limits.ts';
import type { TargetRow, UploadTarget, WritableRow } from '../statement/target-gate.ts';
import type { StorageCaller } from '../storage-caller.ts';
import { isAllowedType, typeRefused } from './media-type.ts';

export interface UploadLimits {
  /** The largest file. */
  maxBytes: number;
  /** The bytes that the quota still allows. */
  remainingQuota: number;
  allowedTypes: string[] | null;
}

/**
 * Checks the row of `targetGate` about a file. Throws unauthenticated, not_found, forbidden, too_large,
 * unsupported_media_type, insufficient_storage, conflict.
 */
export function requireAllowed<Row extends TargetRow>(
  { principal, env }: StorageCaller,
  found: Row | undefined,
  file: Pick<UploadTarget, 'size' | 'mimeType' | 'onConflict'>,
): asserts found is Row {
  requireWritable(principal, found);
  if (!found.fits) refuseUnfit(uploadLimitsOf(env, found), file);
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
    ? new AppError('unauthenticated', 'Sign in to store files in this bucket.')
    : notWritable();
}

/** The error when the caller may not write into a bucket. */
export function notWritable(): AppError {
  return new AppError('forbidden', "Only the bucket's owner or an administrator may store files in it.");
}

/** The limits of a bucket from the row of a statement: `max_file_size`, `allowed_mime_types` and `remaining_quota`. */
export function uploadLimitsOf(
  env: Pick<SettingsOf<'storage'>, 'STORAGE_MAX_FILE_BYTES'>,
  found: LimitsRow | undefined,
): UploadLimits {
  return {
    maxBytes: Math.min(env.STORAGE_MAX_FILE_BYTES, found?.max_file_size ?? Infinity),
    remainingQuota: found?.remaining_quota ?? Infinity,
    allowedTypes: found?.allowed_mime_types ?? null,
  };
}

/** Throws the reason why a file does not fit: too_large, unsupported_media_type or insufficient_storage. */
export function refuseUnfit(
  limits: UploadLimits,
  { size, mimeType }: { size: number; mimeType: string | undefined },
): never {
  requireSize(size, limits);
  if (mimeType !== undefined) requireType(mimeType, limits);
  // The statement found the quota full, even if there is space now.
  throw quotaFull();
}

export function requireSize(size: number, { maxBytes, remainingQuota }: UploadLimits): void {
  if (size > maxBytes) throw new AppError('too_large', `The file is larger than ${maxBytes} bytes.`);
  if (size > remainingQuota) throw quotaFull();
}

function quotaFull(): AppError {
  return new AppError(
    'insufficient_storage',
    'The file would exceed the storage quota (STORAGE_QUOTA_BYTES). Delete files first.',
  );
}

export function requireType(mimeType: string, { allowedTypes }: Pick<UploadLimits, 'allowedTypes'>): void {
  if (!isAllowedType(mimeType, allowedTypes)) throw typeRefused(mimeType);
}

/** The error when another file has the path, and the caller did not ask to replace it or may not. */
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
    ? new AppError('unauthenticated', 'A file already exists at this path. Sign in to replace it.')
    : new AppError(
        'forbidden',
        'Only the owner of the file or of its bucket may replace the file at this path.',
      );
}
