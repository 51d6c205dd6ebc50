import { AppError } from '@selfdb/shared/errors';
import type { App } from '@selfdb/shared/http/context';
import { forwardedAddress } from '@selfdb/shared/http/internal';
import { takeShare } from '@selfdb/shared/http/take-share';
import { downloadSignedFile } from '@selfdb/shared/routes/downloads';
import type { StorageBindings } from '../bindings.ts';
import { sendFile } from './send-file.ts';
import { findSigned } from './service.ts';
import { readGrant } from './signed-token.ts';

export function mountDownloadSignedFile(app: App<StorageBindings>): void {
  const middleware = takeShare<StorageBindings>(forwardedAddress);
  app.openapi({ ...downloadSignedFile, middleware }, async (c) => {
    const grant = readGrant(c.get('env').SECRET_KEY, c.req.valid('query').token, Date.now() / 1000);
    if (!grant)
      throw new AppError('forbidden', 'The link is not valid, or its time is over. Ask for a new one.');
    return sendFile(c, await findSigned({ db: c.get('db') }, grant.fileId), grant.saveAs);
  });
}
