import { type ByteSpan, readRange } from '@selfdb/server/http/byte-range';
import type { AppContext } from '@selfdb/server/http/context';
import { AppError } from '@selfdb/shared/errors';
import type { StorageBindings } from '../bindings.ts';
import { storeOf } from '../blobs/open-store.ts';
import { readBlob } from '../blobs/stored-blob.ts';
import { contentHeaders, policyHeaders } from './content-headers.ts';
import { type Conditions, evaluate, rangeApplies } from './preconditions.ts';
import type { Downloadable } from './service.ts';

/** Answers with a file, or the range that the request asks for. Throws precondition_failed, range_not_satisfiable. */
export async function sendFile(
  c: AppContext<StorageBindings>,
  file: Downloadable,
  saveAs: string | undefined,
): Promise<Response> {
  const conditions = conditionsOf(c);
  const outcome = evaluate(conditions, file);
  if (outcome === 'failed')
    throw new AppError('precondition_failed', 'The file has changed. Request its current version.');
  const headers = {
    ...policyHeaders(file.audience),
    ETag: file.etag,
    'Last-Modified': file.modifiedAt.toUTCString(),
    'Accept-Ranges': 'bytes',
  };
  // A 304 has the headers that caches need, and none about the content (RFC 9110, 15.4.5).
  if (outcome === 'not_modified') return c.body(null, 304, headers);
  const range = rangeApplies(conditions, file) ? requestedRange(c, file.size) : undefined;
  const span = range ?? { offset: 0, length: file.size };
  const body = c.req.method === 'HEAD' ? null : await readBlob(storeOf(c), file.blob, span);
  const init = {
    status: range ? (206 as const) : (200 as const),
    headers: {
      ...headers,
      ...contentHeaders({ ...file, saveAs }),
      ...(range ? { 'Content-Range': rangeText(range, file.size) } : {}),
      'Content-Length': String(span.length),
    },
  };
  return file.contentEncoding === undefined
    ? c.newResponse(body, init)
    : encodedResponse(c, body, init, file.contentEncoding);
}

function requestedRange(c: AppContext<StorageBindings>, size: number): ByteSpan | undefined {
  const range = readRange(c.req.header('Range'), size);
  if (range !== 'unsatisfiable') return range;
  c.header('Content-Range', `bytes */${size}`);
  throw new AppError('range_not_satisfiable', `The range is outside the file, which has ${size} bytes.`);
}

/** Keeps the runtime from encoding the bytes again (https://developers.cloudflare.com/workers/runtime-apis/response/). */
function encodedResponse(
  c: AppContext<StorageBindings>,
  body: Awaited<ReturnType<typeof readBlob>> | null,
  init: { status: 200 | 206; headers: Record<string, string> },
  contentEncoding: string,
): Response {
  const { headers } = c.newResponse(null, init);
  headers.set('Content-Encoding', contentEncoding);
  return new Response(body, { status: init.status, headers, encodeBody: 'manual' });
}

function rangeText({ offset, length }: ByteSpan, size: number): string {
  return `bytes ${offset}-${offset + length - 1}/${size}`;
}

function conditionsOf(c: AppContext<StorageBindings>): Conditions {
  return {
    ifMatch: c.req.header('If-Match'),
    ifNoneMatch: c.req.header('If-None-Match'),
    ifModifiedSince: c.req.header('If-Modified-Since'),
    ifUnmodifiedSince: c.req.header('If-Unmodified-Since'),
    ifRange: c.req.header('If-Range'),
  };
}
