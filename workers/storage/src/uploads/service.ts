import { asUser } from '@selfdb/shared/db/authority';
import { AppError } from '@selfdb/shared/errors';
import type { Uploaded } from '@selfdb/shared/schemas/storage';
import type { BlobStore } from '../blobs/blob-store.ts';
import { NewBlob } from '../blobs/new-blob.ts';
import type { Caller } from '../caller.ts';
import { guessMediaType } from './media-type.ts';
import { type Received, receive } from './receive.ts';
import * as repository from './repository.ts';
import { type Limits, limitsOf, placeTaken, requireOpen, requireSize, requireType } from './target.ts';

/** Larger bodies are asked about before their bytes are taken; for smaller ones the statement that enters them decides. */
const ASK_FIRST_BYTES = 1024 * 1024;

export interface UploadContext extends Caller {
  store: BlobStore;
}

export interface Upload {
  bucketId: string;
  path: string;
  upsert: boolean;
  /** Known when the bytes begin to come, at the latest. */
  mediaType(): string | undefined;
  chunks: AsyncIterable<Uint8Array>;
  /** Of the body, where it is declared: the file is not longer. */
  length: number | undefined;
  /** Whether `length` is that of the file itself. */
  isExact: boolean;
}

/**
 * Stores a file: its bytes first, then its row, whose statement decides whether the caller may. Throws unauthenticated,
 * forbidden, not_found, conflict (the path is taken), too_large, unsupported_media_type, insufficient_storage, bad_request.
 */
export async function uploadFile(context: UploadContext, upload: Upload): Promise<Uploaded> {
  asUser(context.principal);
  const length = upload.isExact ? upload.length : undefined;
  const limits = await askFirst(context, upload, length ?? 0);
  const blob = new NewBlob(context.store, length);
  let mimeType = '';
  const received = await receive(upload.chunks, blob, {
    limits,
    onHead: async (head) => {
      mimeType = upload.mediaType() ?? (await guessMediaType(head, upload.path));
      requireType(mimeType, limits);
    },
  });
  return enter(context, upload, { ...received, mimeType }).catch(async (error: unknown) => {
    // When the answer of the statement was lost, the row may be there: the bytes then stay, or the sweep finds them.
    if (!(error instanceof AppError && error.code === 'unavailable')) await blob.discard();
    throw error;
  });
}

async function askFirst(context: UploadContext, upload: Upload, size: number): Promise<Limits> {
  const { env, db, principal } = context;
  const isSmall = upload.length !== undefined && upload.length <= ASK_FIRST_BYTES;
  const file = { ...upload, size, mimeType: upload.mediaType() };
  const quota = { bytes: env.STORAGE_QUOTA_BYTES };
  const target = isSmall ? undefined : await repository.selectTarget(db, principal, file, quota);
  if (!isSmall) requireOpen(context, target, file);
  const limits = limitsOf(env, target);
  requireSize(size, limits);
  return limits;
}

async function enter(
  context: UploadContext,
  { bucketId, path, upsert }: Upload,
  stored: Received & { mimeType: string },
): Promise<Uploaded> {
  const { env, db, principal } = context;
  const file = { path, upsert, ...stored };
  const quota = { bytes: env.STORAGE_QUOTA_BYTES };
  const found = await repository.insertFile(db, principal, bucketId, file, quota);
  requireOpen(context, found, file);
  if (typeof found?.file_id !== 'string') throw placeTaken(upsert);
  return { success: true, bucket: String(found.bucket), path, size: stored.size, file_id: found.file_id };
}
