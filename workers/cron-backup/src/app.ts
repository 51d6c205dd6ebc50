import { authenticate, requireApiKey } from '@selfdb/server/http/caller/authenticate';
import { requireDeclaredToken } from '@selfdb/server/http/caller/require-declared-token';
import { takeShare } from '@selfdb/server/http/caller/take-share';
import { createApp } from '@selfdb/server/http/create-app';
import { forwardedAddress, requireInternal } from '@selfdb/server/http/internal';
import { refuseOtherMethods } from '@selfdb/server/http/methods';
import { readBody } from '@selfdb/server/http/request/read-body';
import { mountBackups, mountUploadedRestore } from './backups/routes.ts';
import type { BackupBindings } from './bindings.ts';
import { askHost } from './host/ask-host.ts';
import { mountRestoreTo } from './restore-to/routes.ts';
import { mountSchedule } from './schedule/routes.ts';

/** Backups, and their schedule. Only the API worker can reach it; the work is done by the backup host. */
export function createBackupApp() {
  const app = createApp<BackupBindings>('backup');

  app.use(requireInternal());
  app.get('/internal/health', async (c) => {
    const answer = await askHost(c, '/health');
    return c.json({ status: answer.ok ? 'ok' : 'down' }, answer.ok ? 200 : 503);
  });

  app.use(requireApiKey());
  app.use(authenticate(forwardedAddress, { recordsReads: true }));
  app.use(takeShare(forwardedAddress));
  app.use(refuseOtherMethods(app));
  mountUploadedRestore(app);

  app.use(requireDeclaredToken(app));
  app.use(readBody());
  // Their paths would match a file name, too.
  mountSchedule(app);
  mountRestoreTo(app);
  mountBackups(app);
  return app;
}
