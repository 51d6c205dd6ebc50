import { authenticate, checkApiKey } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import { takeShare } from '@selfdb/server/http/caller/take-share';
import type { App } from '@selfdb/server/http/context';
import { forwardedAddress } from '@selfdb/server/http/internal';
import { publicUrl } from '@selfdb/server/http/request/public-url';
import * as contracts from '@selfdb/shared/downloads/routes';
import type { StorageBindings } from '../bindings.ts';
import { sendFile } from './send-file.ts';
import * as service from './service.ts';

/** `GET /storage/files/download/{bucket}/{path}`, which a public bucket answers without a key. */
export function mountDownloadFile(app: App<StorageBindings>): void {
  // The path contains slashes, which OpenAPI can't express.
  const path = contracts.downloadFile.path.replace(
    '{path}',
    ':path{.+}',
  ) as typeof contracts.downloadFile.path;
  const middleware = [
    authenticate<StorageBindings>(forwardedAddress),
    takeShare<StorageBindings>(forwardedAddress),
  ];
  app.openapi({ ...contracts.downloadFile, path, middleware }, async (c) => {
    const { bucket, path } = c.req.valid('param');
    const file = await service.getDownload(callerOf(c), bucket, path, () => checkApiKey(c));
    return sendFile(c, file, c.req.valid('query').download);
  });
}

/** `GET /storage/files/signed`, which needs neither key nor user token. */
export function mountDownloadSignedFile(app: App<StorageBindings>): void {
  const middleware = takeShare<StorageBindings>(forwardedAddress);
  app.openapi({ ...contracts.downloadSignedFile, middleware }, async (c) => {
    const { file, saveAs } = await service.getSignedDownload(
      c.get('db'),
      c.get('env'),
      c.req.valid('query').token,
    );
    return sendFile(c, file, saveAs);
  });
}

/** `POST /storage/files/{id}/sign`. */
export function mountSignFile(app: App<StorageBindings>): void {
  app.openapi(contracts.signFile, async (c) => {
    const { id } = c.req.valid('param');
    const { token, expiresAt } = await service.signFile(callerOf(c), c.get('env'), id, c.req.valid('json'));
    const url = publicUrl(c, `/storage/files/signed?token=${token}`);
    return c.json({ url, expires_at: expiresAt.toISOString() }, 200);
  });
}
