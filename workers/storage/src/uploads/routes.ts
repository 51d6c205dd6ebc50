import type { App, AppContext } from '@selfdb/server/http/context';
import { refuseEncodedBody } from '@selfdb/server/http/request/content-encoding';
import { publicUrl } from '@selfdb/server/http/request/public-url';
import { uploadFile } from '@selfdb/shared/uploads/routes';
import type { UploadQuery } from '@selfdb/shared/uploads/schema';
import type { StorageBindings } from '../bindings.ts';
import { downloadPath } from '../downloads/download-path.ts';
import { readContentEncoding } from './content-encoding.ts';
import { toDestination } from './destination.ts';
import { readForm } from './form.ts';
import { readTypeHeader } from './media-type.ts';
import { readChunks } from './read-chunks.ts';
import type { Upload } from './service.ts';
import * as service from './service.ts';
import { uploadContextOf } from './upload-context.ts';
import { waitUntilStored } from './wait-until-stored.ts';

/** `POST /storage/files/upload`. */
export function mountUploadFile(app: App<StorageBindings>): void {
  app.openapi({ ...uploadFile, request: { query: uploadFile.request.query } }, async (c) => {
    const context = uploadContextOf(c);
    const body = bodyOf(c);
    try {
      const upload = toUpload(c, c.req.valid('query'), body);
      const uploaded = await waitUntilStored(c, service.uploadFile(context, upload));
      const url = publicUrl(c, downloadPath(uploaded.bucket, uploaded.path));
      return c.json({ ...uploaded, url }, 201);
    } finally {
      await body.chunks.return();
    }
  });
}

interface Body {
  chunks: AsyncGenerator<Uint8Array, void>;
  length: number | undefined;
}

function bodyOf(c: AppContext<StorageBindings>): Body {
  const declared = c.req.header('Content-Length');
  const length = declared === undefined ? undefined : Number(declared);
  return { chunks: readChunks(c.req.raw.body, length), length };
}

function toUpload(
  c: AppContext<StorageBindings>,
  { bucket_id: bucketId, ...query }: UploadQuery,
  { chunks, length }: Body,
): Upload {
  const contentType = c.req.header('Content-Type') ?? '';
  if (/^multipart\/form-data\b/i.test(contentType)) {
    refuseEncodedBody(c);
    const form = readForm(chunks, contentType, query);
    return { ...form, bucketId, known: undefined, contentEncoding: undefined, length, isExact: false };
  }
  const contentEncoding = readContentEncoding(c.req.header('Content-Encoding'));
  const destination = toDestination(query, 'query');
  const known = { ...destination, mimeType: destination.mimeType ?? readTypeHeader(contentType) };
  return { bucketId, known, destination: () => known, contentEncoding, chunks, length, isExact: true };
}
