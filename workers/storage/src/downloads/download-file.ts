import { authenticate, checkApiKey } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { forwardedAddress } from '@selfdb/shared/http/internal';
import { takeShare } from '@selfdb/shared/http/take-share';
import { downloadFile } from '@selfdb/shared/routes/downloads';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import { sendFile } from './send-file.ts';
import { findDownload } from './service.ts';

export function mountDownloadFile(app: App<StorageBindings>): void {
  // The path goes on over slashes, for which OpenAPI has no word.
  const path = downloadFile.path.replace('{path}', ':path{.+}') as typeof downloadFile.path;
  const middleware = [authenticate<StorageBindings>(), takeShare<StorageBindings>(forwardedAddress)];
  const route = { ...downloadFile, path, middleware };
  app.openapi(route, async (c) => {
    const { bucket, path } = c.req.valid('param');
    const file = await findDownload(callerOf(c), bucket, path, () => checkApiKey(c));
    return sendFile(c, file, c.req.valid('query').download);
  });
}
