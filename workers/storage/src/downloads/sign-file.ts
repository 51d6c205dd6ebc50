import type { App } from '@selfdb/shared/http/context';
import { publicUrl } from '@selfdb/shared/http/public-url';
import { signFile } from '@selfdb/shared/routes/downloads';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import { selectReadable } from './repository.ts';
import { requireReadable } from './service.ts';
import { signGrant } from './signed-token.ts';

export function mountSignFile(app: App<StorageBindings>): void {
  app.openapi(signFile, async (c) => {
    const { id } = c.req.valid('param');
    const { expires_in, download } = c.req.valid('json');
    const { db, principal } = callerOf(c);
    requireReadable(principal, await selectReadable(db, principal, id));
    const expiresAt = Math.ceil(Date.now() / 1000) + expires_in;
    const token = signGrant(c.get('env').SECRET_KEY, {
      method: 'GET',
      fileId: id,
      expiresAt,
      saveAs: download,
    });
    return c.json(
      {
        url: publicUrl(c, `/storage/files/signed?token=${token}`),
        expires_at: new Date(expiresAt * 1000).toISOString(),
      },
      200,
    );
  });
}
