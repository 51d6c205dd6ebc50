import type { App } from '@selfdb/server/http/context';
import * as routes from '@selfdb/shared/backups/routes';
import { Backup, BackupJob, UploadedRestore } from '@selfdb/shared/backups/schema';
import type { BackupBindings } from '../bindings.ts';
import { askHost, readAnswer, refuseUnlessOk } from '../host/ask-host.ts';
import { download } from './download.ts';
import { recordInAudit, requireAdministrator, startJob } from './service.ts';

export function mountBackups(app: App<BackupBindings>): void {
  app.openapi(routes.listBackups, async (c) => {
    await requireAdministrator(c);
    return c.json(await readAnswer(await askHost(c, '/backups'), Backup.array()), 200);
  });

  app.openapi(routes.createBackup, async (c) => {
    const { name } = c.req.valid('json') ?? {};
    await requireAdministrator(c);
    const started = await startJob(c, '/backups', { name }, 'The backup has begun.');
    await recordInAudit(c, { action: 'backup.created', filename: started.filename });
    return c.json(started, 202);
  });

  app.openapi(routes.getBackupJob, async (c) => {
    await requireAdministrator(c);
    return c.json(await readAnswer(await askHost(c, `/jobs/${c.req.valid('param').id}`), BackupJob), 200);
  });

  app.openapi(routes.downloadBackup, download);

  app.openapi(routes.deleteBackup, async (c) => {
    const { filename } = c.req.valid('param');
    await requireAdministrator(c);
    await refuseUnlessOk(await askHost(c, `/backups/${filename}`, { method: 'DELETE' }));
    await recordInAudit(c, { action: 'backup.deleted', filename });
    return c.json({ message: `${filename} is deleted.` }, 200);
  });

  app.openapi(routes.verifyBackup, async (c) => {
    const { filename } = c.req.valid('param');
    const { full } = c.req.valid('json') ?? { full: false };
    await requireAdministrator(c);
    return c.json(
      await startJob(c, `/backups/${filename}/verify`, { full }, 'The verification has begun.'),
      202,
    );
  });

  app.openapi(routes.restoreBackup, async (c) => {
    const { filename } = c.req.valid('param');
    const by = await requireAdministrator(c);
    const started = await startJob(c, `/backups/${filename}/restore`, { by }, 'The restore has begun.');
    await recordInAudit(c, { action: 'backup.restored', filename });
    return c.json(started, 202);
  });
}

/** `POST /backups/restore`. The host reads the form, so that its bytes pass through here untouched. */
export function mountUploadedRestore(app: App<BackupBindings>): void {
  app.openapi(
    { ...routes.restoreUploadedBackup, request: { query: routes.restoreUploadedBackup.request.query } },
    async (c) => {
      const answer = await askHost(c, '/restore', {
        method: 'POST',
        headers: { 'Content-Type': c.req.header('Content-Type') ?? '' },
        body: c.req.raw.body,
      });
      return c.json(await readAnswer(answer, UploadedRestore), 200);
    },
  );
}
