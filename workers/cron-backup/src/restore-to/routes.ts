import type { App } from '@selfdb/server/http/context';
import * as routes from '@selfdb/shared/backups/moment-routes';
import { RestorableTimes } from '@selfdb/shared/backups/moment-schema';
import { BackupJob } from '@selfdb/shared/backups/schema';
import { AppError } from '@selfdb/shared/errors';
import { recordInAudit, requireAdministrator } from '../backups/service.ts';
import type { BackupBindings } from '../bindings.ts';
import { askHost, readAnswer } from '../host/ask-host.ts';

const NOT_WAITING = 'This job does not wait to be confirmed by the API.';

/** Restores to a time, in two steps: recovered beside, then put in place. */
export function mountRestoreTo(app: App<BackupBindings>): void {
  app.openapi(routes.getRestorableTimes, async (c) => {
    await requireAdministrator(c);
    return c.json(await readAnswer(await askHost(c, '/moments'), RestorableTimes), 200);
  });

  app.openapi(routes.restoreTo, async (c) => {
    const { to } = c.req.valid('json');
    await requireAdministrator(c);
    const answer = await askHost(c, '/restore-to', { method: 'POST', body: JSON.stringify({ to }) });
    const job = await readAnswer(answer, BackupJob);
    const at = job.to ?? to;
    await recordInAudit(c, { action: 'backup.recovered', filename: at });
    const message = 'The recovery has begun. When it waits, confirm or cancel it.';
    return c.json({ success: true as const, to: at, message, job_id: job.id }, 202);
  });

  app.openapi(routes.confirmRestoreTo, async (c) => {
    const { id } = c.req.valid('param');
    const by = await requireAdministrator(c);
    const job = await readAnswer(await askHost(c, `/jobs/${id}`), BackupJob);
    if (job.answer_until === null) throw new AppError('conflict', NOT_WAITING);
    // Before the work, unlike elsewhere: the database is stopped next.
    await recordInAudit(c, { action: 'backup.restored', filename: job.to });
    const answer = await askHost(c, `/jobs/${id}/confirm`, { method: 'POST', body: JSON.stringify({ by }) });
    return c.json(await readAnswer(answer, BackupJob), 202);
  });

  app.openapi(routes.cancelRestoreTo, async (c) => {
    const { id } = c.req.valid('param');
    await requireAdministrator(c);
    const answer = await askHost(c, `/jobs/${id}`, { method: 'DELETE' });
    const job = await readAnswer(answer, BackupJob);
    await recordInAudit(c, { action: 'backup.recovery_dropped', filename: job.to });
    return c.json({ message: 'What was recovered is dropped. Nothing has changed.' }, 200);
  });
}
