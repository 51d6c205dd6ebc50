import type {
  Backup,
  BackupJob,
  RestorableTimes,
  StartedBackupJob,
  StartedRestoreTo,
  UploadedRestore,
} from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { pathTo } from '../http/path.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { openDownload, type RangeOptions } from '../storage/download.ts';
import { BackupSchedules } from './schedule.ts';
import { type WaitForJobOptions, type WatchedJob, waitForJob } from './wait-for-job.ts';

/** Backups of rows, files and configuration. For an ADMIN. */
export class Backups {
  /** When backups are made by themselves. */
  readonly schedule: BackupSchedules;
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.schedule = new BackupSchedules(http);
    this.#http = http;
  }

  /**
   * Lists backups, newest first: also the one that is being made, and those that failed.
   *
   * @example
   * for (const { filename, status, proven_at } of await selfdb.backups.list()) console.log(filename, status, proven_at);
   */
  list(options?: RequestOptions): Promise<Backup[]> {
    return this.#http.call('GET /backups', {}, options);
  }

  /**
   * Begins a backup. The name becomes part of the file's name. Throws ConflictError while another backup, verification or
   * restore runs.
   *
   * @example
   * const { filename, job_id } = await selfdb.backups.create({ name: 'pre-migration' });
   * await selfdb.backups.waitForJob(job_id);
   * console.log(filename);
   */
  create({ name }: { name?: string } = {}, options?: RequestOptions): Promise<StartedBackupJob> {
    return this.#http.call('POST /backups', { body: { name } }, options);
  }

  /**
   * Gets how far a backup, a verification or a restore is.
   *
   * @example
   * const { job_id } = await selfdb.backups.create();
   * const { status, step, bytes, total } = await selfdb.backups.job(job_id);
   * await selfdb.backups.waitForJob(job_id);
   */
  job(id: string, options?: RequestOptions): Promise<BackupJob> {
    return this.#http.call('GET /backups/jobs/{id}', { path: { id } }, options);
  }

  /**
   * Asks for a job until it has ended, and gives it. Throws SelfDBError with the code `job_failed` or `job_cancelled` if that is how
   * it ended; `details` is then the job. A restore ends all sessions, so what watches it is refused when it is done: `signedOut` is
   * then true, and the job is as it was last seen. Log in again to read its `notes`. Goes on while the server does not answer for
   * up to two minutes.
   *
   * @example
   * const { job_id } = await selfdb.backups.create();
   * const { signedOut } = await selfdb.backups.waitForJob(job_id, {
   *   onProgress: ({ step, bytes, total }) => console.log(step, bytes, total),
   * });
   * if (signedOut) console.log('Restored. Log in with an account of the backup.');
   */
  waitForJob(id: string, options: WaitForJobOptions = {}): Promise<WatchedJob> {
    return waitForJob((request) => this.job(id, request), options);
  }

  /**
   * Begins to verify a backup: reads it and compares it with its manifest. With `full`, it also restores the rows into a database
   * of their own, compares them, and drops it.
   *
   * @example
   * const backup = (await selfdb.backups.list()).find(({ status }) => status === 'good');
   * if (backup) {
   *   const { job_id } = await selfdb.backups.verify(backup.filename, { full: true });
   *   await selfdb.backups.waitForJob(job_id);
   * }
   */
  verify(
    filename: string,
    { full }: { full?: boolean } = {},
    options?: RequestOptions,
  ): Promise<StartedBackupJob> {
    return this.#http.call(
      'POST /backups/{filename}/verify',
      { path: { filename }, body: { full } },
      options,
    );
  }

  /**
   * Begins to replace everything by a backup, all or nothing: users, tables and files become those of the backup, and all sessions
   * end. Throws NotFoundError if there is no such backup.
   *
   * @example
   * try {
   *   const { job_id } = await selfdb.backups.restore('selfdb_backup_20261201_030000.tar.gz');
   *   await selfdb.backups.waitForJob(job_id);
   *   await selfdb.auth.login({ email, password });
   *   console.log((await selfdb.backups.job(job_id)).notes);
   * } catch (error) {
   *   console.log(String(error));
   * }
   */
  restore(filename: string, options?: RequestOptions): Promise<StartedBackupJob> {
    return this.#http.call('POST /backups/{filename}/restore', { path: { filename } }, options);
  }

  /**
   * Gets which times can be restored: any second between `oldest` and `newest`. If none can, `reason` says why.
   *
   * @example
   * const { oldest, newest, reason } = await selfdb.backups.restorableTimes();
   * console.log(oldest, newest, reason);
   */
  restorableTimes(options?: RequestOptions): Promise<RestorableTimes> {
    return this.#http.call('GET /backups/moments', {}, options);
  }

  /**
   * Begins to recover the database of a time, beside the present one. When the job waits, it shows what it has `found`:
   * `confirm` then replaces everything by it, `cancel` drops it, and so do 30 minutes without an answer. Throws ConflictError if
   * no time can be restored or another job runs, and BadRequestError for a time that can't be restored.
   *
   * @example
   * const { oldest } = await selfdb.backups.restorableTimes();
   * if (oldest) {
   *   const { job_id } = await selfdb.backups.restoreTo(new Date(Date.now() - 60_000));
   *   const { found } = await selfdb.backups.waitForJob(job_id, { until: 'waiting' });
   *   console.log(found?.users, found?.largest_tables);
   *   await selfdb.backups.cancel(job_id);
   * }
   */
  restoreTo(time: Date | string, options?: RequestOptions): Promise<StartedRestoreTo> {
    const to = typeof time === 'string' ? time : time.toISOString();
    return this.#http.call('POST /backups/restore-to', { body: { to } }, options);
  }

  /**
   * Replaces everything by what a restore to a time has recovered. The system restarts within seconds, and all sessions end.
   * Throws ConflictError unless the job waits.
   *
   * @example
   * try {
   *   const { job_id } = await selfdb.backups.restoreTo('2026-11-30T14:03:00Z');
   *   await selfdb.backups.waitForJob(job_id, { until: 'waiting' });
   *   await selfdb.backups.confirm(job_id);
   *   await selfdb.backups.waitForJob(job_id);
   *   await selfdb.auth.login({ email, password });
   * } catch (error) {
   *   console.log(String(error));
   * }
   */
  confirm(jobId: string, options?: RequestOptions): Promise<BackupJob> {
    return this.#http.call('POST /backups/jobs/{id}/confirm', { path: { id: jobId } }, options);
  }

  /**
   * Drops what a restore to a time has recovered or recovers. Nothing has changed then. Throws ConflictError for other jobs.
   *
   * @example
   * const { job_id } = await selfdb.backups.restorableTimes();
   * if (job_id) await selfdb.backups.cancel(job_id);
   */
  async cancel(jobId: string, options?: RequestOptions): Promise<void> {
    await this.#http.call('DELETE /backups/jobs/{id}', { path: { id: jobId } }, options);
  }

  /**
   * Restores an archive into a new system, and resolves when it is done. Needs only the API key. Throws PermissionDeniedError once
   * anybody has logged in, and BadRequestError for an archive that is not whole; then nothing has changed. Without `timeout`, it
   * takes as long as it takes.
   *
   * @example
   * try {
   *   await selfdb.backups.restoreUpload(new Blob(['the archive']));
   * } catch (error) {
   *   console.log(String(error));
   * }
   */
  restoreUpload(archive: Blob, options: RequestOptions = {}): Promise<UploadedRestore> {
    const body = new FormData();
    body.set('file', archive);
    const timeout = options.timeout ?? Number.POSITIVE_INFINITY;
    return this.#http.json('POST', '/backups/restore', { ...options, timeout, body, isAnonymous: true });
  }

  /**
   * Downloads a backup as a stream, in constant memory. If the connection breaks, the download continues by itself. An archive that
   * is not encrypted holds every secret of the system.
   *
   * @example
   * const backup = (await selfdb.backups.list()).find(({ status }) => status === 'good');
   * if (backup) {
   *   const stream = await selfdb.backups.download(backup.filename, { range: { start: 0, end: 99 } });
   *   console.log((await new Response(stream).arrayBuffer()).byteLength);
   * }
   */
  async download(
    filename: string,
    options: RangeOptions = {},
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    return (await openDownload(this.#http, `${pathTo('/backups', filename)}/download`, options)).stream;
  }

  /**
   * Deletes a backup. Throws ConflictError while a job uses it.
   *
   * @example
   * const backup = (await selfdb.backups.list()).find(({ status }) => status === 'failed');
   * if (backup) await selfdb.backups.delete(backup.filename);
   */
  async delete(filename: string, options?: RequestOptions): Promise<void> {
    await this.#http.call('DELETE /backups/{filename}', { path: { filename } }, options);
  }
}
