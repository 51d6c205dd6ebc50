import { ConflictError, NotFoundError, PermissionDeniedError, type SelfDB } from '@selfdb/sdk';
import { refused, same } from './check.ts';
import type { Step } from './step.ts';
import { whenFree } from './when-free.ts';

const PAUSE_MS = 300;
const NONE = 'selfdb_backup_20200101_000000.tar.gz';

/** Another test may be verifying the same backup. */
async function statusOnceVerified(backups: SelfDB['backups'], filename: string): Promise<string | undefined> {
  for (;;) {
    const made = (await backups.list()).find((backup) => backup.filename === filename);
    if (made?.status !== 'verifying') return made?.status;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

export const BACKUP_STEPS: Step[] = [
  {
    name: 'makes, verifies, downloads and deletes a backup',
    async run({ admin }) {
      const { backups } = admin;
      const { filename, job_id } = await whenFree(() => backups.create({ name: 'scenario' }));
      await backups.waitForJob(job_id);
      same((await backups.job(job_id)).status, 'done');
      same(await statusOnceVerified(backups, filename), 'good');
      const verified = await whenFree(() => backups.verify(filename));
      await backups.waitForJob(verified.job_id);
      const part = await backups.download(filename, { range: { start: 0, end: 9 } });
      same((await new Response(part).arrayBuffer()).byteLength, 10);
      await whenFree(() => backups.delete(filename));
      await refused(
        whenFree(() => backups.restore(NONE)),
        NotFoundError,
        404,
        'not_found',
      );
      const upload = backups.restoreUpload(new Blob(['no archive']));
      await refused(upload, PermissionDeniedError, 403, 'forbidden');
    },
  },
  {
    name: 'tells that no time can be restored',
    async run({ admin }) {
      const { backups } = admin;
      same((await backups.restorableTimes()).reason, 'off');
      await refused(backups.restoreTo(new Date()), ConflictError, 409, 'conflict');
      const { job_id } = await whenFree(() => backups.create());
      await refused(backups.confirm(job_id), ConflictError, 409, 'conflict');
      await refused(backups.cancel(job_id), ConflictError, 409, 'conflict');
      const { filename } = await backups.waitForJob(job_id, { until: 'waiting' });
      await whenFree(() => backups.delete(filename ?? ''));
    },
  },
  {
    name: 'sets the schedule of backups',
    async run({ admin }) {
      const { schedule } = admin.backups;
      same((await schedule.update({ cron: '' })).next_runs, []);
      same((await schedule.get()).cron, '');
    },
  },
];
