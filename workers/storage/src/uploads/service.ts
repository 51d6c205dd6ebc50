import { AppError } from '@selfdb/shared/errors';
import type { Uploaded } from '@selfdb/shared/uploads/schema';
import type { BlobStore } from '../blobs/blob-store.ts';
import { NewBlob } from '../blobs/new-blob.ts';
import type { Caller } from '../caller.ts';
import type { Incoming } from '../statement/target-gate.ts';
import type { Destination } from './destination.ts';
import { guessMediaType } from './media-type.ts';
import { type Received, receive } from './receive.ts';
import * as repository from './repository.ts';
import { type Limits, limitsOf, pathConflict, requireOpen, requireSize, requireType } from './target.ts';

/** Above this size a statement checks the upload before its bytes are read. For smaller ones, the inserting statement does. */
const ASK_FIRST_BYTES = 1024 * 1024;

export interface UploadContext extends Caller {
  store: BlobStore;
}

export interface Upload {
  bucketId: string;
  /** The destination, known once all bytes are read. Throws a ValidationError. */
  destination(): Destination;
  /** The same, if it is known before. */
  known: Destination | undefined;
  contentEncoding: string | undefined;
  chunks: AsyncIterable<Uint8Array>;
  /** The declared length of the body. The file is not longer. */
  length: number | undefined;
  /** Whether `length` is the length of the file itself. */
  isExact: boolean;
}

/**
 * Stores a file: its bytes first, then its row. The inserting statement decides whether the caller may. Throws unauthenticated,
 * forbidden, not_found, conflict (the path is taken), too_large, unsupported_media_type, insufficient_storage, bad_request.
 */
export async function uploadFile(context: UploadContext, upload: Upload): Promise<Omit<Uploaded, 'url'>> {
  const startedAt = Date.now();
  const length = upload.isExact ? upload.length : undefined;
  const limits = await askFirst(context, upload, length ?? 0);
  const blob = new NewBlob(context.store, length);
  let firstBytes: Uint8Array = new Uint8Array(0);
  const received = await receive(upload.chunks, blob, {
    limits,
    onHead: async (head) => {
      firstBytes = head;
      if (upload.known) requireType(await typeOf(upload.known, head), limits);
    },
  });
  const entered = await enter(context, upload, received, firstBytes).catch(async (error: unknown) => {
    // If the answer of the statement was lost, the row may exist, so the bytes stay. If it does not, the sweep finds them.
    if (!(error instanceof AppError && error.code === 'unavailable')) await blob.discard();
    throw error;
  });
  return { success: true, ...entered, size: received.size, upload_time: (Date.now() - startedAt) / 1000 };
}

const UNKNOWN: Pick<Incoming, 'path' | 'onConflict' | 'mimeType'> = {
  path: undefined,
  onConflict: 'rename',
  mimeType: undefined,
};

async function askFirst(context: UploadContext, upload: Upload, size: number): Promise<Limits> {
  const { env, db, principal } = context;
  const isSmall = upload.length !== undefined && upload.length <= ASK_FIRST_BYTES;
  const file = { ...(upload.known ?? UNKNOWN), bucketId: upload.bucketId, size };
  const quota = { bytes: env.STORAGE_QUOTA_BYTES };
  const target = isSmall ? undefined : await repository.selectTarget(db, principal, file, quota);
  if (!isSmall) requireOpen(context, target, file);
  const limits = limitsOf(env, target);
  requireSize(size, limits);
  return limits;
}

async function enter(
  context: UploadContext,
  upload: Upload,
  received: Received,
  head: Uint8Array,
): Promise<Pick<Uploaded, 'bucket' | 'path' | 'file_id' | 'original_path' | 'message'>> {
  const { env, db, principal } = context;
  const { contentEncoding, bucketId } = upload;
  const destination = upload.destination();
  const file = { ...destination, ...received, contentEncoding, mimeType: await typeOf(destination, head) };
  const quota = { bytes: env.STORAGE_QUOTA_BYTES };
  const found = await repository.insertFile(db, principal, bucketId, file, quota);
  requireOpen(context, found, file);
  const { bucket, file_id, path } = found;
  if (file_id === null) throw pathConflict(principal, destination.onConflict);
  const isRenamed = path !== destination.path;
  return {
    bucket,
    path,
    file_id,
    original_path: isRenamed ? destination.path : null,
    message: isRenamed
      ? 'A file already exists at this path. The upload is stored under another name.'
      : 'The file is stored.',
  };
}

async function typeOf({ mimeType, path }: Destination, head: Uint8Array): Promise<string> {
  return mimeType ?? (await guessMediaType(head, path));
}
