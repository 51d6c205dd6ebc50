import { requireAlive } from '@selfdb/server/db/authority';
import type { Caller } from '@selfdb/server/http/caller/caller';
import { AppError } from '@selfdb/shared/errors';
import { v7 as mintUuid } from 'uuid';
import { requireAllowed, requireSize, uploadLimitsOf } from '../uploads/target.ts';
import type { UploadContext } from '../uploads/upload-context.ts';
import { type Part, receivePart } from './receive-part.ts';
import { offsetConflict } from './record.ts';
import * as repository from './repository.ts';
import { noSuchUpload, notYourUpload, type TusUpload, toDate, toUpload } from './upload.ts';
import type { PlannedFile } from './upload-metadata.ts';

interface UploadRequest extends PlannedFile {
  size: number;
  tusMetadata: string;
}

/**
 * Begins an upload, with its first bytes if the request has any. An upload of length 0 becomes a file at once. Throws
 * unauthenticated, forbidden, not_found, conflict, too_large, unsupported_media_type, insufficient_storage, and the errors
 * of `receivePart`.
 */
export async function createUpload(
  context: UploadContext,
  request: UploadRequest,
  part: Part | undefined,
): Promise<TusUpload> {
  const upload = await recordUpload(context, request);
  if (!part && request.size > 0) return upload;
  try {
    return await receivePart(context, upload, part ?? { chunks: noChunks(), checksum: undefined });
  } catch (error) {
    // The client never learns the upload's URL.
    await terminateUpload(context, upload.id).catch(() => {});
    throw error;
  }
}

/** Throws unauthenticated, forbidden, not_found, gone. */
export async function readUpload(context: Caller, id: string): Promise<TusUpload> {
  const { db, principal } = context;
  return toUpload(context, id, await repository.findUpload(db, principal, id));
}

/** Throws as `readUpload` and `receivePart`, and conflict if `offset` is not the current one. */
export async function appendPart(
  context: UploadContext,
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

async function recordUpload(context: UploadContext, request: UploadRequest): Promise<TusUpload> {
  const { db, principal, env } = context;
  requireSize(request.size, uploadLimitsOf(env, undefined));
  const id = mintUuid();
  const upload = { ...request, blobId: id, ttlSeconds: env.STORAGE_UPLOAD_TTL_SECONDS };
  const found = await repository.insertUpload(db, principal, upload, { bytes: env.STORAGE_QUOTA_BYTES });
  requireAllowed(context, found, request);
  return {
    ...request,
    id,
    received: 0,
    segments: [],
    allowedTypes: found.allowed_mime_types,
    expiresAt: toDate(found.expires_at ?? 0),
    fileId: undefined,
  };
}

async function* noChunks(): AsyncGenerator<Uint8Array> {}
