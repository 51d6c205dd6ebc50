import { AppError } from '@selfdb/shared/errors';
import type { Uploaded } from '@selfdb/shared/uploads/schema';
import { NewBlob } from '../blobs/new-blob.ts';
import type { UploadTarget } from '../statement/target-gate.ts';
import type { Destination } from './destination.ts';
import { guessMediaType } from './media-type.ts';
import { type Received, receive } from './receive.ts';
import * as repository from './repository.ts';
import {
  pathConflict,
  requireAllowed,
  requireSize,
  requireType,
  type UploadLimits,
  uploadLimitsOf,
} from './target.ts';
import type { UploadContext } from './upload-context.ts';

/** A statement checks larger uploads before their bytes are read. For smaller ones, the inserting statement does. */
const CHECK_FIRST_BYTES = 1024 * 1024;

export interface Upload {
  bucketId: string;
  /** The destination, known once all bytes are read. Throws a ValidationError. */
  destination(): Destination;
  /** The destination, if it is known before the bytes are read. */
  known: Destination | undefined;
  contentEncoding: string | undefined;
  chunks: AsyncIterable<Uint8Array>;
  /** The declared length of the body. The file is not longer. */
  length: number | undefined;
  /** Whether `length` is the length of the file itself. */
  isExact: boolean;
}

/**
 * Stores a file: its bytes first, then its row. The inserting statement decides whether the caller may. Throws
 * unauthenticated, forbidden, not_found, conflict (the path is taken), too_large, unsupported_media_type,
 * insufficient_storage, bad_request.
 */
export async function uploadFile(context: UploadContext, upload: Upload): Promise<Omit<Uploaded, 'url'>> {
  const startedAt = Date.now();
  const length = upload.isExact ? upload.length : undefined;
  const limits = await checkTarget(context, upload, length ?? 0);
  const blob = new NewBlob(context.store, length);
  let firstBytes: Uint8Array = new Uint8Array(0);
  const received = await receive(upload.chunks, blob, {
    limits,
    onHead: async (head) => {
      firstBytes = head;
      if (upload.known) requireType(await typeOf(upload.known, head), limits);
    },
  });
  const inserted = await insert(context, upload, received, firstBytes).catch(async (error: unknown) => {
    // If the statement's answer was lost, the row may exist, so the bytes stay. If not, the sweep removes them.
    if (!(error instanceof AppError && error.code === 'unavailable')) await blob.discard();
    throw error;
  });
  return { success: true, ...inserted, size: received.size, upload_time: (Date.now() - startedAt) / 1000 };
}

const UNKNOWN: Pick<UploadTarget, 'path' | 'onConflict' | 'mimeType'> = {
  path: undefined,
  onConflict: 'rename',
  mimeType: undefined,
};

async function checkTarget(context: UploadContext, upload: Upload, size: number): Promise<UploadLimits> {
  const { env, db, principal } = context;
  const isSmall = upload.length !== undefined && upload.length <= CHECK_FIRST_BYTES;
  const file = { ...(upload.known ?? UNKNOWN), bucketId: upload.bucketId, size };
  const quota = { bytes: env.STORAGE_QUOTA_BYTES };
  const target = isSmall ? undefined : await repository.findTarget(db, principal, file, quota);
  if (!isSmall) requireAllowed(context, target, file);
  const limits = uploadLimitsOf(env, target);
  requireSize(size, limits);
  return limits;
}

async function insert(
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
  requireAllowed(context, found, file);
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
