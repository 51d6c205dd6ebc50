import type { SettingsOf } from '@selfdb/settings';
import type { Principal } from '@selfdb/shared/auth/principal';
import { requireAlive } from '@selfdb/shared/db/authority';
import { AppError } from '@selfdb/shared/errors';
import type { OnConflict } from '@selfdb/shared/schemas/storage';
import { noSuchBucket } from '../buckets/service.ts';
import type { Caller } from '../caller.ts';
import type { LimitsRow } from '../statement/limits.ts';
import type { Incoming, TargetRow, WritableRow } from '../statement/target-gate.ts';
import { isAllowedType, typeRefused } from './media-type.ts';

export interface Limits {
  /** Of the file. */
  maxBytes: number;
  /** Bytes that the quota leaves for all files together. */
  room: number;
  allowedTypes: string[] | null;
}

/**
 * Throws what the row of `targetGate` says against a file: unauthenticated, not_found, forbidden, too_large,
 * unsupported_media_type, insufficient_storage, conflict.
 */
export function requireOpen<Row extends TargetRow>(
  { principal, env }: Caller,
  found: Row | undefined,
  file: Pick<Incoming, 'size' | 'mimeType' | 'onConflict'>,
): asserts found is Row {
  requireWritable(principal, found);
  if (!found.fits) refuseUnfit(limitsOf(env, found), file);
  if (found.taken) throw placeTaken(principal, file.onConflict);
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

/** The error about a bucket that is not the caller's to write into. */
export function notWritable(): AppError {
  return new AppError('forbidden', "Only the bucket's owner or an administrator may store files in it.");
}

/** What the bucket takes, as a statement found it. */
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

/** Throws too_large, unsupported_media_type, insufficient_storage: whichever is why a statement found that it does not fit. */
export function refuseUnfit(
  limits: Limits,
  { size, mimeType }: { size: number; mimeType: string | undefined },
): never {
  requireSize(size, limits);
  if (mimeType !== undefined) requireType(mimeType, limits);
  // There is room by now.
  throw quotaFull();
}

export function requireSize(size: number, { maxBytes, room }: Limits): void {
  if (size > maxBytes) throw new AppError('too_large', `The file is larger than ${maxBytes} bytes.`);
  if (size > room) throw quotaFull();
}

function quotaFull(): AppError {
  return new AppError(
    'insufficient_storage',
    'The files would take more room than STORAGE_QUOTA_BYTES allows.',
  );
}

export function requireType(mimeType: string, { allowedTypes }: Pick<Limits, 'allowedTypes'>): void {
  if (!isAllowedType(mimeType, allowedTypes)) throw typeRefused(mimeType);
}

/** Why a file that was allowed and fits is not there: another is, and is not the caller's to replace. */
export function placeTaken(
  { kind }: Principal,
  onConflict: OnConflict,
  howToReplace = 'on_conflict=replace',
): AppError {
  if (onConflict !== 'replace') {
    return new AppError(
      'conflict',
      `There is a file at this path already. Send ${howToReplace} to replace it.`,
    );
  }
  return kind === 'anonymous'
    ? new AppError('unauthenticated', 'There is a file at this path already. Log in to replace it.')
    : new AppError('forbidden', 'Only the owner of the file at this path or of the bucket may replace it.');
}
