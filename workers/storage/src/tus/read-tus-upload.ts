import type { App } from '@selfdb/shared/http/context';
import { readTusUpload } from '@selfdb/shared/routes/tus';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import { progressHeaders } from './answer.ts';
import * as service from './service.ts';

export function mountReadTusUpload(app: App<StorageBindings>): void {
  // Hono gives HEAD to the handlers of GET.
  app.openapi({ ...readTusUpload, method: 'get' }, async (c) => {
    const upload = await service.readUpload(callerOf(c), c.req.valid('param').id);
    return c.body(null, 200, {
      ...progressHeaders(upload),
      'Upload-Length': String(upload.size),
      ...(upload.tusMetadata === '' ? {} : { 'Upload-Metadata': upload.tusMetadata }),
    });
  });
}
