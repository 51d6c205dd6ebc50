import type { IncomingMessage } from 'node:http';
import { archiveName } from '@selfdb/backup/archive/archive-name';
import { cleanUpBackups } from '@selfdb/backup/backup/cleanup';
import { isEncrypting } from '@selfdb/backup/encryption/keys';
import { runBackup, runRestore, runVerify } from '@selfdb/backup/jobs';
import { requireNoMaintenance } from '@selfdb/backup/restore/maintenance';
import { ArchiveMissing } from '@selfdb/backup/store/backup-store';
import type { BackupJob } from '@selfdb/shared/backups/schema';
import { AppError } from '@selfdb/shared/errors';
import type { BackupSystem } from '../backup/backup-system.ts';
import { beforeFirstLogin } from './first-login.ts';
import type { Jobs } from './jobs.ts';
import type { ScheduledWork } from './scheduler.ts';
import { restoreUpload } from './uploaded-restore.ts';

/** What can be done with the backups of a system, each as a job. Each throws JobRunning while another one runs. */
export class BackupJobs {
  readonly #system: BackupSystem;
  readonly #jobs: Jobs;

  constructor(system: BackupSystem, jobs: Jobs) {
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

  async restore(filename: string): Promise<BackupJob> {
    await this.#requireArchive(filename);
    await this.#requireFree();
    const { archives, target } = this.#system;
    const request = { kind: 'restore' as const, filename, is_scheduled: false };
    return this.#jobs.start(request, async (report) => {
      return (await runRestore(archives, filename, target, report)).notes;
    }).job;
  }

  /** Restores the archive in a form; see restoreUpload. Resolves when it is done, and throws what went wrong. */
  async restoreUpload(form: IncomingMessage): Promise<void> {
    await beforeFirstLogin(this.#system.target.databaseUrl, async () => {});
    await this.#requireFree();
    const begunAt = new Date();
    const filename = archiveName(begunAt, 'uploaded', false);
    const request = { kind: 'restore' as const, filename, is_scheduled: false };
    const { ended } = this.#jobs.start(request, (report, job) =>
      restoreUpload(this.#system, form, report, (isEncrypted) => {
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
    const { archives, target } = this.#system;
    const request = { kind: 'verify' as const, filename, is_scheduled: false };
    return this.#jobs.start(request, async (report) => {
      await runVerify(archives, filename, isFull ? target : undefined, report);
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
