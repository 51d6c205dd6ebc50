import type { App } from '@selfdb/server/http/context';
import * as routes from '@selfdb/shared/backups/routes';
import { BackupSchedule } from '@selfdb/shared/backups/schema';
import { recordInAudit, requireAdministrator } from '../backups/service.ts';
import type { BackupBindings } from '../bindings.ts';
import { askHost, readAnswer } from '../host/ask-host.ts';

export function mountSchedule(app: App<BackupBindings>): void {
  app.openapi(routes.getBackupSchedule, async (c) => {
    await requireAdministrator(c);
    return c.json(await readAnswer(await askHost(c, '/schedule'), BackupSchedule), 200);
  });

  app.openapi(routes.setBackupSchedule, async (c) => {
    const schedule = c.req.valid('json');
    await requireAdministrator(c);
    const answer = await askHost(c, '/schedule', { method: 'PUT', body: JSON.stringify(schedule) });
    const changed = await readAnswer(answer, BackupSchedule);
    await recordInAudit(c, { action: 'backup.scheduled', filename: null, details: schedule });
    return c.json(changed, 200);
  });
}
