import { requireToken } from '@selfdb/shared/http/authenticate';
import { refuseEncodedBody } from '@selfdb/shared/http/content-encoding';
import type { App, AppContext } from '@selfdb/shared/http/context';
import { uploadFile } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../bindings.ts';
import { storeOf } from '../blobs/open-store.ts';
import { callerOf } from '../caller.ts';
import { objectPath } from '../files/object-path.ts';
import { carryThrough } from './carry-through.ts';
import { readFormFile } from './form-file.ts';
import { readMediaType } from './media-type.ts';
import { readChunks } from './read-chunks.ts';
import type { Upload } from './service.ts';
import * as service from './service.ts';

export function mountUploadFile(app: App<StorageBindings>): void {
  app.openapi(
    { ...uploadFile, middleware: requireToken(), request: { query: uploadFile.request.query } },
    async (c) => {
      const { bucket_id: bucketId, upsert, filename, path } = c.req.valid('query');
      const context = { ...callerOf(c), store: storeOf(c) };
      const body = bodyOf(c);
      const place = { bucketId, upsert };
      try {
        const upload: Upload = body.isForm
          ? await fromForm(body, place, { filename, path })
          : {
              ...place,
              ...body,
              path: objectPath(path, filename),
              mediaType: () => body.type,
              isExact: true,
            };
        return c.json(await carryThrough(c, service.uploadFile(context, upload)), 201);
      } finally {
        await body.chunks.return();
      }
    },
  );
}

interface Body {
  chunks: AsyncGenerator<Uint8Array, void>;
  length: number | undefined;
  isForm: boolean;
  type: string | undefined;
}

function bodyOf(c: AppContext<StorageBindings>): Body {
  const declared = c.req.header('Content-Length');
  const length = declared === undefined ? undefined : Number(declared);
  const contentType = c.req.header('Content-Type');
  const isForm = /^multipart\/form-data\b/i.test(contentType ?? '');
  if (isForm) refuseEncodedBody(c);
  const type = isForm ? contentType : readMediaType(contentType);
  return { chunks: readChunks(c.req.raw.body, length), length, isForm, type };
}

/** The name may only stand in the form, so the form is read up to its file before the path is known. */
async function fromForm(
  { chunks, length, type = '' }: Body,
  place: Pick<Upload, 'bucketId' | 'upsert'>,
  given: { filename: string | undefined; path: string | undefined },
): Promise<Upload> {
  let mediaType: string | undefined;
  let { filename } = given;
  const bytes = readFormFile(chunks, type, (file) => {
    mediaType = readMediaType(file.contentType);
    filename ??= file.filename;
  });
  const first = await bytes.next();
  return {
    ...place,
    path: objectPath(given.path, filename),
    mediaType: () => mediaType,
    chunks: startingWith(first, bytes),
    length,
    isExact: false,
  };
}

async function* startingWith<T>(
  first: IteratorResult<T, void>,
  rest: AsyncGenerator<T, void>,
): AsyncGenerator<T> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}
