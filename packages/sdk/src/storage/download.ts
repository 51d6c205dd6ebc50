import { APIConnectionError, SelfDBError } from '../errors.ts';
import type { HttpClient } from '../http/client.ts';
import { wait } from '../http/deadline.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { objectDownloadPath } from './object-url.ts';
import { unusable } from './unusable.ts';

/** Attempts without a single new byte. */
const MAX_FAILURES = 6;
const FIRST_PAUSE_MS = 200;

export interface DownloadOptions extends RangeOptions {
  bucketName: string;
  path: string;
}

export interface RangeOptions extends RequestOptions {
  /** Only these bytes. Both ends count from 0 and are included, as in the header `Range`. */
  range?: { start: number; end?: number };
}

/** The bytes of a file, and their media type. */
export interface Download {
  stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  contentType: string;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Opens the download of a file in a bucket. */
export function openFile(http: HttpClient, options: DownloadOptions): Promise<Download> {
  return openDownload(http, objectDownloadPath(options.bucketName, options.path), options);
}

/** Opens a download. If the connection breaks, the stream continues where it was, unless the file has changed. */
export async function openDownload(http: HttpClient, path: string, options: RangeOptions): Promise<Download> {
  const { range, signal, timeout } = options;
  const get = (headers: Record<string, string>) => http.send('GET', path, { headers, signal, timeout });
  const first = await get(range ? { Range: rangeHeader(range.start, range.end) } : {});
  if (range && first.status !== 206) {
    await first.body?.cancel();
    throw unusable('The server did not accept the range. "end" must not be before "start".');
  }
  const contentType = first.headers.get('Content-Type') ?? 'application/octet-stream';
  return { stream: resumingStream(first, get, options), contentType };
}

function resumingStream(
  first: Response,
  get: (headers: Record<string, string>) => Promise<Response>,
  { range, signal }: RangeOptions,
): ReadableStream<Bytes> {
  const etag = strongEtag(first);
  let reader = readerOf(first);
  let [position, failures] = [range?.start ?? 0, 0];

  /** Gets a reader of the rest. Throws what cannot be helped. */
  async function reopen(error: unknown): Promise<void> {
    failures += 1;
    if (etag === undefined || signal?.aborted || failures > MAX_FAILURES) throw error;
    await wait(FIRST_PAUSE_MS * 2 ** (failures - 1), signal ?? new AbortController().signal);
    try {
      const response = await get({ Range: rangeHeader(position, range?.end), 'If-Range': etag });
      if (response.status !== 206) {
        await response.body?.cancel();
        throw new SelfDBError('The file was replaced during the download. Download it again.');
      }
      reader = readerOf(response);
    } catch (next) {
      if (!(next instanceof APIConnectionError)) throw next;
      await reopen(next);
    }
  }

  async function read(): Promise<Bytes | undefined> {
    for (;;) {
      try {
        const { value } = await reader.read();
        failures = 0;
        return value;
      } catch (error) {
        await reopen(error);
      }
    }
  }

  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const bytes = await read();
        if (!bytes) return controller.close();
        position += bytes.byteLength;
        controller.enqueue(bytes);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function rangeHeader(start: number, end: number | undefined): string {
  return `bytes=${start}-${end ?? ''}`;
}

/** The ETag, if an answer can be continued. */
function strongEtag({ headers }: Response): string | undefined {
  const etag = headers.get('ETag');
  // What arrives is decoded, but ranges count encoded bytes. A weak ETag does not promise the same bytes.
  return etag?.startsWith('"') && !headers.has('Content-Encoding') ? etag : undefined;
}

function readerOf({ body }: Response): ReadableStreamDefaultReader<Bytes> {
  if (!body) throw new SelfDBError('The answer has no body.');
  return body.getReader();
}
