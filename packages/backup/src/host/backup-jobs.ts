import type { BackupJob } from '@selfdb/shared/backups/schema';
import { AppError } from '@selfdb/shared/errors';
import type { AuditActor } from '@selfdb/shared/system/audit/schema';
import { archiveName } from '../archive/archive-name.ts';
import { cleanUpBackups } from '../backup/cleanup.ts';
import { isEncrypting } from '../encryption/keys.ts';
import { runBackup, runRestore, runVerify } from '../jobs.ts';
import { requireNoMaintenance } from '../restore/maintenance.ts';
import type { RestoreTarget } from '../restore/restore-backup.ts';
import { ArchiveMissing } from '../store/backup-store.ts';
import { beforeFirstLogin } from './first-login.ts';
import type { HostedSystem } from './hosted-system.ts';
import type { Jobs } from './jobs.ts';
import type { ScheduledWork } from './schedule/scheduler.ts';
import { restoreUpload } from './uploaded-restore.ts';

const NO_RESTORE =
  'On Cloudflare backups are made and read back, but not restored. Run `./selfdb restore` on a machine with the same settings: docs/backup.md.';

/** What can be done with the backups of a system, each as a job. Each throws JobRunning while another one runs. */
export class BackupJobs {
  readonly #system: HostedSystem;
  readonly #jobs: Jobs;

  constructor(system: HostedSystem, jobs: Jobs) {
    this.#system = system;
    this.#jobs = jobs;
  }

  async backUp(name: string | undefined): Promise<BackupJob> {
    await this.#requireFree();
    return this.#startBackup(name, 'manual').job;
  }

  async verify(filename: string, isFull: boolean): Promise<BackupJob> {
    await this.#requireArchive(filename);
    await this.#requireFree();
    return this.#startVerify(filename, isFull).job;
  }

  async restore(filename: string, by: AuditActor): Promise<BackupJob> {
    await this.#requireArchive(filename);
    await this.#requireFree();
    const { archives } = this.#system;
    const target = this.requireTarget();
    return this.#jobs.start({ kind: 'restore', filename }, async (report) => {
      return (await runRestore(archives, filename, { ...target, by }, report)).notes;
    }).job;
  }

  /** Restores the archive that `open` begins to read; see restoreUpload. Resolves when it is done, and throws what went wrong. */
  async restoreUpload(open: () => AsyncIterable<Uint8Array>): Promise<void> {
    const target = this.requireTarget();
    await beforeFirstLogin(target.databaseUrl, async () => {});
    await this.#requireFree();
    const { archives } = this.#system;
    const begunAt = new Date();
    const filename = archiveName(begunAt, 'uploaded', false);
    const { ended } = this.#jobs.start({ kind: 'restore', filename }, (report, job) =>
      restoreUpload({ archives, target }, open(), report, (isEncrypted) => {
        job.filename = archiveName(begunAt, 'uploaded', isEncrypted);
        return job.filename;
      }),
    );
    const { error } = await ended;
    if (error) throw error;
  }

  async remove(filename: string): Promise<void> {
    if (this.#jobs.running().some((job) => job.filename === filename))
      throw new AppError('conflict', 'This backup is in use. Wait until its job has ended.');
    const isFailure = this.#jobs.failedBackups().some((job) => job.filename === filename);
    if (!isFailure) await this.#requireArchive(filename);
    await this.#system.archives.store.remove(filename);
    this.#jobs.forget(filename);
  }

  /** What a restore, or a proof by one, needs. Throws unavailable where nothing can be restored. */
  requireTarget(): RestoreTarget {
    const { target } = this.#system;
    if (!target) throw new AppError('unavailable', NO_RESTORE);
    return target;
  }

  /** The same for the schedule. */
  scheduled(): ScheduledWork {
    const { store } = this.#system.archives;
    return {
      backUp: async () => {
        const { filename, job, ended } = this.#startBackup(undefined, 'scheduled');
        await ended;
        return { filename, error: job.error };
      },
      verify: async (filename) => void (await this.#startVerify(filename, true).ended),
      cleanUp: async (days) => void (await cleanUpBackups(store, days, new Date())),
    };
  }

  #startBackup(name: string | undefined, kind: 'manual' | 'scheduled') {
    const { archives, source } = this.#system;
    const filename = archiveName(new Date(), name, isEncrypting(archives.keys));
    const request = { kind: 'backup' as const, filename, is_scheduled: kind === 'scheduled' };
    const started = this.#jobs.start(request, async (report) => {
      await runBackup(source, archives, { filename, name, kind }, report);
      return [];
    });
    return { ...started, filename };
  }

  #startVerify(filename: string, isFull: boolean) {
    const { archives } = this.#system;
    const target = isFull ? this.requireTarget() : undefined;
    return this.#jobs.start({ kind: 'verify', filename }, async (report) => {
      await runVerify(archives, filename, target, report);
      return [];
    });
  }

  async #requireArchive(filename: string): Promise<void> {
    const archives = await this.#system.archives.store.list();
    if (!archives.some((archive) => archive.filename === filename)) throw new ArchiveMissing(filename);
  }

  /** A command of the terminal may be at work. Says so before the caller is told that the job has begun. */
  #requireFree(): Promise<void> {
    return requireNoMaintenance(this.#system.source.databaseUrl);
  }
}
