import { BadRequestError } from '../errors.ts';
import type { Uploaded } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { uploadResumably } from './resumable-upload.ts';
import { canStreamRequests } from './stream-support.ts';
import { UPLOAD_TIMEOUT_MS, type UploadOptions } from './upload-options.ts';
import { StreamSource, sizeOf, toUploadSource, type UploadSource, wrongSize } from './upload-source.ts';

const MIB = 1024 * 1024;
const RESUMABLE_ABOVE = 8 * MIB;

/** Uploads in one request, or in parts if the data is large. */
export async function uploadData(
  http: HttpClient,
  bucketId: string,
  options: UploadOptions,
): Promise<Uploaded> {
  const { data, size, metadata, resumeFrom, resumableAbove = RESUMABLE_ABOVE } = options;
  const source = toUploadSource(data);
  const total = source.size ?? size;
  try {
    const isResumable =
      resumeFrom !== undefined || metadata !== undefined || (total !== undefined && total > resumableAbove);
    if (!isResumable) return await uploadAtOnce(http, bucketId, source, options);
    if (total !== undefined)
      return await uploadResumably(http, bucketId, source, { ...options, size: total });
    throw new BadRequestError('Give the size of the stream: an upload with metadata or resumeFrom needs it.');
  } catch (error) {
    source.cancel?.(error);
    throw error;
  }
}

async function uploadAtOnce(
  http: HttpClient,
  bucketId: string,
  source: UploadSource,
  options: UploadOptions,
): Promise<Uploaded> {
  const { filename, path, contentType, onConflict, size, onProgress, signal } = options;
  const limit = options.resumableAbove ?? RESUMABLE_ABOVE;
  const { body, total } = await bodyOf(source, source.size ?? size, limit);
  onProgress?.({ loaded: 0, total });
  const content_type = contentType ?? source.type;
  const query = { bucket_id: bucketId, filename, path, content_type, on_conflict: onConflict };
  const uploaded = await http.json<Uploaded>('POST', '/storage/files/upload', {
    ...{ query, body, signal },
    timeout: options.timeout ?? (total === undefined ? Number.POSITIVE_INFINITY : UPLOAD_TIMEOUT_MS),
  });
  onProgress?.({ loaded: uploaded.size, total: uploaded.size });
  return uploaded;
}

/** A stream of unknown length is read up to the limit. If it ends there, it is sent like any other data. */
async function bodyOf(source: UploadSource, size: number | undefined, limit: number) {
  const count = size ?? limit;
  const bytes = await source.read(0, count + 1);
  const length = sizeOf(bytes);
  if (length <= count) {
    if (size !== undefined && length < size) throw wrongSize(size);
    return { body: bytes, total: length };
  }
  if (size !== undefined || !(source instanceof StreamSource)) throw wrongSize(count);
  if (!canStreamRequests()) {
    throw new BadRequestError('This runtime cannot send a stream of unknown length. Give its size.');
  }
  return { body: source.remainder(), total: undefined };
}
