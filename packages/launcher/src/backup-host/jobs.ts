import type { Report } from '@selfdb/backup/backup/progress';
import { JobRunning } from '@selfdb/backup/restore/maintenance';
import { BackupJob } from '@selfdb/shared/backups/schema';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../config/json-file.ts';

const MAX_JOBS = 50;
const INTERRUPTED = 'The process that did this ended before it was done.';

const StoredJob = BackupJob.extend({ is_scheduled: z.boolean() });
export type StoredJob = z.infer<typeof StoredJob>;

type NewJob = Pick<StoredJob, 'kind' | 'filename' | 'is_scheduled'>;

/**
 * The jobs of this process and of those before it, in a file: a list in the database would be replaced by a restore. One job runs
 * at a time.
 */
export class Jobs {
  readonly #path: string;
  readonly #describe: (error: unknown, job: StoredJob) => string;
  readonly #jobs: StoredJob[];

  /** `describe` makes a sentence for administrators of what ended a job. */
  constructor(path: string, describe: (error: unknown, job: StoredJob) => string) {
    this.#path = path;
    this.#describe = describe;
    this.#jobs = readJsonFile(path, StoredJob.array()) ?? [];
    for (const job of this.#jobs) {
      if (job.status === 'running') end(job, INTERRUPTED);
    }
  }

  running(): StoredJob | undefined {
    return this.#jobs.find(({ status }) => status === 'running');
  }

  get(id: string): StoredJob | undefined {
    return this.#jobs.find((job) => job.id === id);
  }

  failedBackups(): StoredJob[] {
    return this.#jobs.filter(({ kind, status }) => kind === 'backup' && status === 'failed');
  }

  /** Forgets that a backup failed. */
  forget(filename: string): void {
    const index = this.#jobs.findIndex((job) => job.filename === filename && job.status !== 'running');
    if (index >= 0) this.#jobs.splice(index, 1);
    this.#write();
  }

  /**
   * Begins a job. `work` resolves with sentences for administrators. `ended` resolves when the job has ended, with the error of
   * one that failed. Throws JobRunning.
   */
  start(
    request: NewJob,
    work: (report: Report) => Promise<string[]>,
  ): { job: StoredJob; ended: Promise<{ error?: unknown }> } {
    if (this.running()) throw new JobRunning();
    const job: StoredJob = {
      ...request,
      id: uuidv7(),
      status: 'running',
      step: null,
      bytes: 0,
      total: null,
      notes: [],
      error: null,
      started_at: new Date().toISOString(),
      finished_at: null,
    };
    this.#jobs.unshift(job);
    this.#jobs.splice(MAX_JOBS);
    this.#write();
    return { job, ended: this.#run(job, work) };
  }

  async #run(job: StoredJob, work: (report: Report) => Promise<string[]>): Promise<{ error?: unknown }> {
    const report: Report = ({ step, bytes, total }) =>
      Object.assign(job, { step, bytes, total: total ?? null });
    try {
      job.notes = await work(report);
      end(job, null);
      return {};
    } catch (error) {
      end(job, this.#describe(error, job));
      return { error };
    } finally {
      this.#write();
    }
  }

  #write(): void {
    writeJsonFile(this.#path, this.#jobs);
  }
}

function end(job: StoredJob, error: string | null): void {
  Object.assign(job, {
    status: error === null ? 'done' : 'failed',
    error,
    finished_at: new Date().toISOString(),
  });
}
