import { requireAlive } from '@selfdb/server/db/authority';
import { AppError } from '@selfdb/shared/errors';
import { v7 as mintUuid } from 'uuid';
import type { Caller } from '../caller.ts';
import { limitsOf, requireOpen, requireSize } from '../uploads/target.ts';
import { offsetConflict } from './enter.ts';
import { type Part, receivePart, type TusContext } from './receive-part.ts';
import * as repository from './repository.ts';
import { noSuchUpload, notYourUpload, type TusUpload, toDate, toUpload } from './upload.ts';
import type { Plan } from './upload-metadata.ts';

interface Wish extends Plan {
  size: number;
  tusMetadata: string;
}

/**
 * Begins an upload, with its first bytes if the request has any. An upload of length 0 becomes a file at once. Throws unauthenticated,
 * forbidden, not_found, conflict, too_large, unsupported_media_type, insufficient_storage, and what `receivePart` throws.
 */
export async function createUpload(
  context: TusContext,
  wish: Wish,
  part: Part | undefined,
): Promise<TusUpload> {
  const upload = await enterUpload(context, wish);
  if (!part && wish.size > 0) return upload;
  try {
    return await receivePart(context, upload, part ?? { chunks: noChunks(), checksum: undefined });
  } catch (error) {
    // The client does not know the upload.
    await terminateUpload(context, upload.id).catch(() => {});
    throw error;
  }
}

/** Throws unauthenticated, forbidden, not_found, gone. */
export async function readUpload(context: Caller, id: string): Promise<TusUpload> {
  const { db, principal } = context;
  return toUpload(context, id, await repository.selectUpload(db, principal, id));
}

/** Throws as `readUpload` and `receivePart`, and conflict if `offset` is not the current one. */
export async function appendPart(
  context: TusContext,
  id: string,
  { offset, length, ...part }: Part & { offset: number; length: number | undefined },
): Promise<TusUpload> {
  const upload = await readUpload(context, id);
  if (upload.received !== offset) throw offsetConflict();
  if (offset + (length ?? 0) > upload.size) {
    throw new AppError('too_large', 'There are more bytes than Upload-Length declares.');
  }
  return upload.fileId === undefined ? receivePart(context, upload, part) : upload;
}

/** Deletes an upload. If it has become a file, the file stays. Throws unauthenticated, forbidden, not_found. */
export async function terminateUpload({ db, principal }: Caller, id: string): Promise<void> {
  const found = await repository.deleteUpload(db, principal, id);
  requireAlive(principal, found?.my_role);
  if (found?.foreign && principal.kind === 'user') throw notYourUpload();
  if (!found?.deleted) throw noSuchUpload();
}

async function enterUpload(context: TusContext, wish: Wish): Promise<TusUpload> {
  const { db, principal, env } = context;
  requireSize(wish.size, limitsOf(env, undefined));
  const id = mintUuid();
  const upload = { ...wish, blobId: id, ttlSeconds: env.STORAGE_UPLOAD_TTL_SECONDS };
  const found = await repository.insertUpload(db, principal, upload, { bytes: env.STORAGE_QUOTA_BYTES });
  requireOpen(context, found, wish);
  return {
    ...wish,
    id,
    received: 0,
    segments: [],
    allowedTypes: found.allowed_mime_types,
    expiresAt: toDate(found.expires_at ?? 0),
    fileId: undefined,
  };
}

async function* noChunks(): AsyncGenerator<Uint8Array> {}
