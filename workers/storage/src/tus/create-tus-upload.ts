import type { App, AppContext } from '@selfdb/shared/http/context';
import { publicUrl } from '@selfdb/shared/http/public-url';
import { createTusUpload } from '@selfdb/shared/routes/tus';
import type { TusQuery } from '@selfdb/shared/schemas/storage';
import type { StorageBindings } from '../bindings.ts';
import { storeOf } from '../blobs/open-store.ts';
import { callerOf } from '../caller.ts';
import { carryThrough } from '../uploads/carry-through.ts';
import { progressHeaders } from './answer.ts';
import { hasBytes, readTusBody } from './body.ts';
import { readByteCount, refuseOtherExtensions } from './protocol.ts';
import * as service from './service.ts';
import { readPlan } from './upload-metadata.ts';

export function mountCreateTusUpload(app: App<StorageBindings>): void {
  app.openapi(createTusUpload, async (c) => {
    const upload = await create(c, c.req.valid('query'));
    return c.body(null, 201, {
      ...progressHeaders(upload),
      Location: publicUrl(c, `${createTusUpload.path}/${upload.id}`),
    });
  });
}

async function create(c: AppContext<StorageBindings>, query: TusQuery) {
  refuseOtherExtensions(c);
  const size = readByteCount(c, 'Upload-Length');
  const tusMetadata = c.req.header('Upload-Metadata') ?? '';
  const wish = { ...readPlan(tusMetadata, query), size, tusMetadata };
  const context = { ...callerOf(c), store: storeOf(c) };
  const body = hasBytes(c) ? readTusBody(c) : undefined;
  try {
    return await carryThrough(c, service.createUpload(context, wish, body));
  } finally {
    await body?.chunks.return();
  }
}
