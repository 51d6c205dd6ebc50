import type { App } from '@selfdb/shared/http/context';
import { appendTusUpload } from '@selfdb/shared/routes/tus';
import type { StorageBindings } from '../bindings.ts';
import { storeOf } from '../blobs/open-store.ts';
import { callerOf } from '../caller.ts';
import { carryThrough } from '../uploads/carry-through.ts';
import { progressHeaders } from './answer.ts';
import { readTusBody } from './body.ts';
import { readByteCount } from './protocol.ts';
import * as service from './service.ts';

export function mountAppendTusUpload(app: App<StorageBindings>): void {
  const { body: _, ...request } = appendTusUpload.request;
  app.openapi({ ...appendTusUpload, request }, async (c) => {
    const offset = readByteCount(c, 'Upload-Offset');
    const body = readTusBody(c);
    const context = { ...callerOf(c), store: storeOf(c) };
    try {
      const appended = service.appendPart(context, c.req.valid('param').id, { offset, ...body });
      return c.body(null, 204, progressHeaders(await carryThrough(c, appended)));
    } finally {
      await body.chunks.return();
    }
  });
}
