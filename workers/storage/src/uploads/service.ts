import { asUser } from '@selfdb/shared/db/authority';
import type { Env } from '@selfdb/shared/env';
import { AppError } from '@selfdb/shared/errors';
import type { Uploaded } from '@selfdb/shared/schemas/storage';
import type { BlobStore } from '../blobs/blob-store.ts';
import { NewBlob } from '../blobs/new-blob.ts';
import type { Caller } from '../caller.ts';
import { guessMediaType } from './media-type.ts';
import { type Received, receive } from './receive.ts';
import * as repository from './repository.ts';
import {
  type Limits,
  limitsOf,
  placeTaken,
  refuseUnfit,
  requireSize,
  requireType,
  requireWritable,
} from './target.ts';

/** Larger bodies are asked about before their bytes are taken; for smaller ones the statement that enters them decides. */
const ASK_FIRST_BYTES = 1024 * 1024;

export interface UploadContext extends Caller {
  env: Pick<Env, 'STORAGE_MAX_FILE_BYTES' | 'STORAGE_QUOTA_BYTES'>;
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
  const limits = await askFirst(context, upload);
  const length = upload.isExact ? upload.length : undefined;
  requireSize(length ?? 0, limits);
  const blob = new NewBlob(context.store, length);
  try {
    let mimeType = '';
    const received = await receive(upload.chunks, blob, {
      maxBytes: limits.maxBytes,
      onHead: async (head) => {
        mimeType = upload.mediaType() ?? (await guessMediaType(head, upload.path));
        requireType(mimeType, limits);
      },
    });
    return await enter(context, upload, { ...received, mimeType });
  } catch (error) {
    // When the answer of the statement was lost, the row may be there: the bytes then stay, or the sweep finds them.
    if (!(error instanceof AppError && error.code === 'unavailable')) await blob.discard();
    throw error;
  }
}

async function askFirst(
  { env, db, principal }: UploadContext,
  { bucketId, length }: Upload,
): Promise<Limits> {
  if (length !== undefined && length <= ASK_FIRST_BYTES) {
    return { maxBytes: env.STORAGE_MAX_FILE_BYTES, allowedTypes: null };
  }
  const target = await repository.selectTarget(db, principal, bucketId, env.STORAGE_QUOTA_BYTES);
  requireWritable(principal, target);
  return limitsOf(env, target);
}

async function enter(
  { env, db, principal }: UploadContext,
  { bucketId, path, upsert }: Upload,
  stored: Received & { mimeType: string },
): Promise<Uploaded> {
  const file = { path, upsert, ...stored };
  const found = await repository.insertFile(db, principal, bucketId, file, env.STORAGE_QUOTA_BYTES);
  requireWritable(principal, found);
  if (!found?.fits) refuseUnfit(limitsOf(env, found), stored);
  if (typeof found.file_id !== 'string') throw placeTaken(upsert, found.owned);
  return { success: true, bucket: String(found.bucket), path, size: stored.size, file_id: found.file_id };
}
