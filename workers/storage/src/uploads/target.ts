import type { Principal } from '@selfdb/shared/auth/principal';
import { requireAlive } from '@selfdb/shared/db/authority';
import type { Row } from '@selfdb/shared/db/database';
import type { Env } from '@selfdb/shared/env';
import { AppError } from '@selfdb/shared/errors';
import { noSuchBucket } from '../buckets/service.ts';
import { isAllowedType, typeRefused } from './media-type.ts';

export interface Limits {
  maxBytes: number;
  allowedTypes: string[] | null;
}

/** What a statement found of a bucket to write into: `my_role`, `found`, `writable`. */
export function requireWritable(principal: Principal, found: Row | undefined): void {
  requireAlive(principal, found?.my_role);
  if (!found?.found) throw noSuchBucket();
  if (!found.writable) {
    throw new AppError('forbidden', "Only the bucket's owner or an administrator may store files in it.");
  }
}

/** What the bucket takes: `max_file_size`, `allowed_mime_types` and `room` of the statement, and STORAGE_MAX_FILE_BYTES. */
export function limitsOf(env: Pick<Env, 'STORAGE_MAX_FILE_BYTES'>, found: Row | undefined): Limits {
  const limits = [env.STORAGE_MAX_FILE_BYTES, found?.max_file_size, found?.room].filter(
    (limit): limit is number => typeof limit === 'number',
  );
  return {
    maxBytes: Math.max(0, Math.min(...limits)),
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
  throw new AppError(
    'insufficient_storage',
    'The files would take more room than STORAGE_QUOTA_BYTES allows.',
  );
}

export function requireSize(size: number, { maxBytes }: Limits): void {
  if (size > maxBytes) throw tooLarge(maxBytes);
}

export function requireType(mimeType: string, { allowedTypes }: Limits): void {
  if (!isAllowedType(mimeType, allowedTypes)) throw typeRefused(mimeType);
}

export function tooLarge(maxBytes: number): AppError {
  return new AppError('too_large', `The file is larger than ${maxBytes} bytes.`);
}

/** Why a file that was allowed and fits is not there: another is, and is not the caller's to replace. */
export function placeTaken(upsert: boolean, owned: unknown): AppError {
  if (upsert && !owned) {
    return new AppError('forbidden', 'Somebody else owns the file at this path: only they may replace it.');
  }
  return new AppError('conflict', 'There is a file at this path already. Ask for upsert to replace it.');
}
