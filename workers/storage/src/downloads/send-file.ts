import { AppError } from '@selfdb/shared/errors';
import type { AppContext } from '@selfdb/shared/http/context';
import type { StorageBindings } from '../bindings.ts';
import type { ByteSpan } from '../blobs/blob-store.ts';
import { storeOf } from '../blobs/open-store.ts';
import { readBlob } from '../blobs/stored-blob.ts';
import { readRange } from './byte-range.ts';
import { contentHeaders } from './content-headers.ts';
import { type Conditions, evaluate, rangeApplies } from './preconditions.ts';
import type { Downloadable } from './service.ts';

/** The answer with a file's bytes, or those that the request wants of it. Throws precondition_failed, range_not_satisfiable. */
export async function sendFile(
  c: AppContext<StorageBindings>,
  file: Downloadable,
  saveAs: string | undefined,
): Promise<Response> {
  const conditions = conditionsOf(c);
  const outcome = evaluate(conditions, file);
  if (outcome === 'failed') throw new AppError('precondition_failed', 'The file is another by now.');
  const headers = new Headers(contentHeaders({ ...file, saveAs }));
  headers.set('ETag', file.etag);
  headers.set('Last-Modified', file.modifiedAt.toUTCString());
  headers.set('Accept-Ranges', 'bytes');
  if (outcome === 'not_modified') return withoutBody(c, headers);
  const asked = rangeApplies(conditions, file) ? readRange(c.req.header('Range'), file.size) : undefined;
  if (asked === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${file.size}`);
    throw new AppError('range_not_satisfiable', `The file has ${file.size} bytes.`);
  }
  if (asked)
    headers.set('Content-Range', `bytes ${asked.offset}-${asked.offset + asked.length - 1}/${file.size}`);
  return withBytes(c, file, asked, headers);
}

async function withBytes(
  c: AppContext<StorageBindings>,
  file: Downloadable,
  asked: ByteSpan | undefined,
  headers: Headers,
): Promise<Response> {
  const span = asked ?? { offset: 0, length: file.size };
  headers.set('Content-Length', String(span.length));
  const body = c.req.method === 'HEAD' ? null : await readBlob(storeOf(c), file.blob, span);
  return c.newResponse(body, { status: asked ? 206 : 200, headers: Object.fromEntries(headers) });
}

/** A 304 tells what a cache has to keep, and nothing of the content (RFC 9110, 15.4.5). */
function withoutBody(c: AppContext<StorageBindings>, headers: Headers): Response {
  for (const name of ['Content-Type', 'Content-Disposition']) headers.delete(name);
  return c.newResponse(null, { status: 304, headers: Object.fromEntries(headers) });
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
