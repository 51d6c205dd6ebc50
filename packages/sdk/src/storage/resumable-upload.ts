import { APIConnectionError, SelfDBError } from '../errors.ts';
import type { Uploaded } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { wait } from '../http/deadline.ts';
import { objectDownloadPath, requestedPath } from './object-url.ts';
import { readUploadId, TUS_PATH, TusClient, type TusProgress } from './tus.ts';
import { unusable } from './unusable.ts';
import type { UploadOptions } from './upload-options.ts';
import { sizeOf, type UploadSource, wrongSize } from './upload-source.ts';

const MIB = 1024 * 1024;
/** The server stores each part by itself, so a file has a limited number of them. */
const MAX_PARTS = 1000;
const MIN_PART_BYTES = 8 * MIB;
const MAX_PART_BYTES = 64 * MIB;
/** Attempts without a single new byte, over about a minute. */
const MAX_FAILURES = 10;
const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 10_000;
const RETRIED = new Set([408, 425, 429, 460]);

type ResumableOptions = UploadOptions & { size: number };

/** Uploads in parts. After a failure it asks the server how far it is, and continues there. */
export async function uploadResumably(
  http: HttpClient,
  bucketId: string,
  source: UploadSource,
  options: ResumableOptions,
): Promise<Uploaded> {
  const started = Date.now();
  const tus = new TusClient(http, options);
  const progress = await begin(tus, bucketId, source, options);
  options.onResumable?.(`${http.baseUrl}${TUS_PATH}/${progress.id}`);
  try {
    const fileId = await sendParts(tus, progress, source, options);
    const seconds = (Date.now() - started) / 1000;
    return await describe(http, fileId, seconds, options);
  } catch (error) {
    const isCancelled = options.signal?.aborted && !options.onResumable && !options.resumeFrom;
    if (isCancelled) await tus.terminate(progress.id).catch(() => {});
    throw error;
  }
}

async function begin(
  tus: TusClient,
  bucketId: string,
  source: UploadSource,
  options: ResumableOptions,
): Promise<TusProgress> {
  const { filename, path, contentType = source.type, onConflict, metadata, size, resumeFrom } = options;
  if (resumeFrom !== undefined) {
    const id = readUploadId(resumeFrom);
    const found = await untilAnswered(() => tus.inspect(id), options);
    if (found.size !== size) {
      throw unusable(`The upload has ${found.size} bytes and the data ${size}. Resume with the same data.`);
    }
    return found;
  }
  // If an answer is lost, the upload that it names expires.
  const fields = {
    ...{ bucket_id: bucketId, filename, path, content_type: contentType, on_conflict: onConflict },
    metadata: metadata && JSON.stringify(metadata),
  };
  return untilAnswered(() => tus.create(size, fields), options);
}

/** Sends what the server does not have, and returns the id of the file. */
async function sendParts(
  tus: TusClient,
  begun: TusProgress,
  source: UploadSource,
  options: ResumableOptions,
): Promise<string> {
  const { size, signal, onProgress, onRetry } = options;
  let [progress, failures] = [begun, 0];
  for (;;) {
    onProgress?.({ loaded: progress.offset, total: size });
    if (progress.fileId !== undefined) return progress.fileId;
    const before = progress.offset;
    try {
      progress = await sendPart(tus, progress, source, options);
    } catch (error) {
      failures += 1;
      const mayContinue = isPassing(error) || isConflict(error);
      if (signal?.aborted || failures > MAX_FAILURES || !mayContinue) throw error;
      onRetry?.(error);
      await wait(delayAfter(failures), signal ?? new AbortController().signal);
      progress = await untilAnswered(() => tus.inspect(begun.id), options);
      // The offset was right, so the path is taken.
      if (isConflict(error) && progress.offset === before && progress.fileId === undefined) throw error;
    }
    if (progress.offset > before) failures = 0;
  }
}

/** Repeats what is safe to repeat while the server cannot be reached. */
async function untilAnswered<T>(
  ask: () => Promise<T>,
  { signal, onRetry }: Pick<UploadOptions, 'signal' | 'onRetry'>,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      if (signal?.aborted || failures > MAX_FAILURES || !isPassing(error)) throw error;
      onRetry?.(error);
      await wait(delayAfter(failures), signal ?? new AbortController().signal);
    }
  }
}

function delayAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), MAX_PAUSE_MS);
}

async function sendPart(
  tus: TusClient,
  progress: TusProgress,
  source: UploadSource,
  { size, partBytes, checksum = false }: ResumableOptions,
): Promise<TusProgress> {
  const remaining = size - progress.offset;
  const most = partBytes ?? Math.min(Math.max(size / MAX_PARTS, MIN_PART_BYTES), MAX_PART_BYTES);
  // One byte more than the last part shows whether the data is larger than its size.
  const bytes = await source.read(progress.offset, remaining > most ? Math.ceil(most) : remaining + 1);
  const length = sizeOf(bytes);
  if (length > remaining || (length === 0 && remaining > 0)) throw wrongSize(size);
  return tus.append(progress, bytes, checksum);
}

function isConflict(error: unknown): boolean {
  return error instanceof SelfDBError && error.status === 409;
}

/** A broken connection, a server that restarts, too many requests, or a part that arrived changed (460). */
function isPassing(error: unknown): boolean {
  if (error instanceof APIConnectionError) return true;
  const status = error instanceof SelfDBError ? (error.status ?? 0) : 0;
  return RETRIED.has(status) || (status >= 500 && status !== 507);
}

/** Describes the file as the answer to an upload in one request does. */
async function describe(
  http: HttpClient,
  fileId: string,
  seconds: number,
  options: UploadOptions,
): Promise<Uploaded> {
  const { filename, path, signal } = options;
  const file = await untilAnswered(
    () => http.call('GET /storage/files/{id}', { path: { id: fileId } }, { signal }),
    options,
  );
  const asked = requestedPath(filename, path);
  const isRenamed = asked !== file.path;
  return {
    success: true,
    bucket: file.bucket_name,
    path: file.path,
    size: file.size,
    file_id: fileId,
    upload_time: seconds,
    url: http.baseUrl + objectDownloadPath(file.bucket_name, file.path),
    original_path: isRenamed ? asked : null,
    message: isRenamed ? `${asked} was taken. The file is at ${file.path}.` : 'The file is stored.',
  };
}
