import type { Principal } from '@selfdb/shared/auth/principal';
import { requireAlive } from '@selfdb/shared/db/authority';
import type { Row } from '@selfdb/shared/db/database';
import type { Env } from '@selfdb/shared/env';
import { AppError } from '@selfdb/shared/errors';
import type { OnConflict } from '@selfdb/shared/schemas/storage';
import { noSuchBucket } from '../buckets/service.ts';
import type { Caller } from '../caller.ts';
import type { Incoming } from '../statement/target-gate.ts';
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
export function requireOpen(
  { principal, env }: Caller,
  found: Row | undefined,
  file: Pick<Incoming, 'size' | 'mimeType' | 'onConflict'>,
): void {
  requireWritable(principal, found);
  if (!found?.fits) refuseUnfit(limitsOf(env, found), file);
  if (found.taken) throw pathConflict(principal, file.onConflict);
}

/** What a statement found of a bucket to write into: `my_role`, `found`, `seen`, `writable`. */
export function requireWritable(principal: Principal, found: Row | undefined): void {
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

/** What the bucket takes, as far as a statement found it: `max_file_size`, `allowed_mime_types` and `room`. */
export function limitsOf(env: Pick<Env, 'STORAGE_MAX_FILE_BYTES'>, found: Row | undefined): Limits {
  return {
    maxBytes: Math.min(env.STORAGE_MAX_FILE_BYTES, Number(found?.max_file_size ?? Infinity)),
    room: Number(found?.room ?? Infinity),
    allowedTypes: (found?.allowed_mime_types ?? null) as string[] | null,
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
export function pathConflict(
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
