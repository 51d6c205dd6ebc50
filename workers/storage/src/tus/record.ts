import type { Hash } from 'node:crypto';
import { AppError } from '@selfdb/shared/errors';
import { type BlobStore, storeUnavailable } from '../blobs/blob-store.ts';
import { type Segments, type StoredBlob, streamBlob } from '../blobs/stored-blob.ts';
import { guessMediaType, HEAD_BYTES } from '../uploads/media-type.ts';
import { pathConflict, refuseUnfit, uploadLimitsOf } from '../uploads/target.ts';
import type { UploadContext } from '../uploads/upload-context.ts';
import * as repository from './repository.ts';
import { requireUpload, type TusUpload, toDate } from './upload.ts';

/** Records stored segments. Throws unauthenticated, forbidden, not_found, conflict (another request was first). */
export async function recordSegments(
  context: UploadContext,
  upload: TusUpload,
  segments: Segments,
): Promise<TusUpload> {
  const { db, principal, env } = context;
  const { id, received, mimeType } = upload;
  const bytes = bytesIn(segments);
  const progress = { received, segments, bytes, mimeType, ttlSeconds: env.STORAGE_UPLOAD_TTL_SECONDS };
  const found = await repository.appendSegments(db, principal, id, progress);
  requireUpload(context, found);
  if (found.expires_at === null) throw offsetConflict();
  return {
    ...upload,
    received: received + bytes,
    segments: [...upload.segments, ...segments],
    expiresAt: toDate(found.expires_at),
  };
}

/**
 * Turns an upload whose last segments are stored into a file. Without `hash` it reads the bytes again. Throws as
 * `recordSegments`, and unsupported_media_type, too_large, insufficient_storage, conflict (the path is taken).
 */
export async function finishUpload(
  context: UploadContext,
  upload: TusUpload,
  last: Segments,
  hash: Hash | undefined,
): Promise<TusUpload> {
  const { db, principal, env, store } = context;
  const { path, onConflict, size, received, metadata } = upload;
  const blob = { blobId: upload.id, segments: [...upload.segments, ...last] };
  const mimeType = upload.mimeType ?? (await typeOf(store, blob, upload));
  const sha256 = hash?.digest('hex') ?? (await checksumOf(store, blob, size));
  const file = { path, onConflict, contentEncoding: undefined, size, mimeType, metadata, sha256, blob };
  const quota = { bytes: env.STORAGE_QUOTA_BYTES, exceptBlobId: upload.id };
  const ttlSeconds = env.STORAGE_UPLOAD_TTL_SECONDS;
  const found = await repository.finishUpload(db, principal, file, { received, quota, ttlSeconds });
  requireUpload(context, found);
  if (!found.unchanged) throw offsetConflict();
  if (!found.fits) refuseUnfit(uploadLimitsOf(env, found), file);
  if (found.file_id === null) throw pathConflict(principal, onConflict);
  return { ...upload, received: size, fileId: found.file_id, expiresAt: toDate(found.expires_at) };
}

/** The error when a request does not continue at the current offset. */
export function offsetConflict(): AppError {
  return new AppError(
    'conflict',
    'Upload-Offset is not the current offset of the upload. Get the current one with HEAD.',
  );
}

function bytesIn(segments: Segments): number {
  return segments.reduce((sum, [, size]) => sum + size, 0);
}

async function typeOf(store: BlobStore, blob: StoredBlob, { size, path }: TusUpload): Promise<string> {
  const head = await streamBlob(store, blob, { offset: 0, length: Math.min(size, HEAD_BYTES) });
  return guessMediaType(await new Response(head).bytes(), path);
}

/** The SHA-256 of stored bytes, in hexadecimal. */
async function checksumOf(store: BlobStore, blob: StoredBlob, length: number): Promise<string> {
  const digest = new crypto.DigestStream('SHA-256');
  // `pipeTo` reports the failure.
  digest.digest.catch(() => {});
  const bytes = await streamBlob(store, blob, { offset: 0, length });
  await bytes.pipeTo(digest).catch((error: unknown) => {
    throw storeUnavailable(error);
  });
  return Buffer.from(await digest.digest).toString('hex');
}
