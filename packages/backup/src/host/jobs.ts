import { BackupJob } from '@selfdb/shared/backups/schema';
import { AppError } from '@selfdb/shared/errors';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Report } from '../backup/progress.ts';
import { JobRunning } from '../restore/maintenance.ts';
import { readState, type StoredState } from './stored-state.ts';

const MAX_JOBS = 50;
export const INTERRUPTED = 'The process that did this ended before it was done.';

export const StoredJob = BackupJob.extend({
  is_scheduled: z.boolean(),
  /** The directory that a restore to a moment replaces, once the swap has begun. */
  replaced: z.string().nullable().default(null),
  // A version before did not have these.
  to: BackupJob.shape.to.default(null),
  found: BackupJob.shape.found.default(null),
  answer_until: BackupJob.shape.answer_until.default(null),
  by_command: z.boolean().default(false),
});
export type StoredJob = z.infer<typeof StoredJob>;

export type NewJob = Pick<StoredJob, 'kind' | 'filename'> &
  Partial<Pick<StoredJob, 'to' | 'is_scheduled' | 'by_command'>>;

/** Thrown to end a job that was not wanted after all. The message is a sentence for administrators. */
export class JobCancelled extends Error {}

/**
 * The jobs of this process and of those before it, outside of the database: a restore would replace a list in it. One job runs
 * at a time. Those of commands of the terminal are known as long as they tell of themselves.
 */
export class Jobs {
  readonly #state: StoredState;
  readonly #describe: (error: unknown, job: StoredJob) => string;
  readonly #jobs: StoredJob[];
  readonly #readCommands: () => StoredJob[];
  #ended: Promise<unknown> = Promise.resolve();
  /** The job that ended with the process before this one. Not one that was swapping databases; see `resume`. */
  readonly interrupted: StoredJob | undefined;

  /** `describe` makes a sentence for administrators of what ended a job. */
  constructor(
    state: StoredState,
    describe: (error: unknown, job: StoredJob) => string,
    readCommands: () => StoredJob[] = () => [],
  ) {
    this.#state = state;
    this.#readCommands = readCommands;
    this.#describe = describe;
    this.#jobs = readState(state, StoredJob.array()) ?? [];
    this.interrupted = this.#jobs.find((job) => isRunning(job) && job.replaced === null);
    if (!this.interrupted) return;
    end(this.interrupted, INTERRUPTED);
    this.#write();
  }

  /** Of this process and of commands. A command that reads an archive keeps no other job off. */
  running(): StoredJob[] {
    return [...this.#jobs, ...this.#readCommands()].filter(isRunning);
  }

  /** Resolves when no job is running. */
  async untilIdle(): Promise<void> {
    await this.#ended;
  }

  get(id: string): StoredJob | undefined {
    return [...this.#jobs, ...this.#readCommands()].find((job) => job.id === id);
  }

  failedBackups(): StoredJob[] {
    return this.#jobs.filter(isFailedBackup);
  }

  /** Forgets that a backup failed. */
  forget(filename: string): void {
    const index = this.#jobs.findIndex((job) => job.filename === filename && isFailedBackup(job));
    if (index >= 0) this.#jobs.splice(index, 1);
    this.#write();
  }

  /**
   * Begins a job. `work` resolves with sentences for administrators. `ended` resolves when the job has ended, with the error of
   * one that failed. Throws JobRunning.
   */
  start(
    request: NewJob,
    work: (report: Report, job: StoredJob) => Promise<string[]>,
  ): { job: StoredJob; ended: Promise<{ error?: unknown }> } {
    if (this.#jobs.some(isRunning)) throw new JobRunning();
    const job = newJob(request);
    this.#jobs.unshift(job);
    this.#jobs.splice(MAX_JOBS);
    this.#write();
    const ended = this.#run(job, work);
    this.#ended = ended;
    return { job, ended };
  }

  /** Records what has become of a job. */
  change(job: StoredJob, change: Partial<StoredJob>): void {
    Object.assign(job, change);
    this.#write();
  }

  /** Ends the jobs of a process before that were swapping databases. `finish` resolves with whether the swap came about. */
  resume(finish: (job: StoredJob) => Promise<boolean>): void {
    for (const job of this.#jobs.filter(isRunning)) {
      void this.#run(job, async () => {
        if (!(await finish(job))) throw new AppError('unavailable', INTERRUPTED);
        return [];
      });
    }
  }

  async #run(
    job: StoredJob,
    work: (report: Report, job: StoredJob) => Promise<string[]>,
  ): Promise<{ error?: unknown }> {
    const report: Report = ({ step, bytes, total }) =>
      Object.assign(job, { step, bytes, total: total ?? null });
    try {
      job.notes = await work(report, job);
      end(job, null);
      return {};
    } catch (error) {
      end(job, error instanceof JobCancelled ? error : this.#describe(error, job));
      return { error };
    } finally {
      this.#write();
    }
  }

  #write(): void {
    this.#state.write(this.#jobs);
  }
}

const isRunning = ({ status }: StoredJob) => status === 'running';
const isFailedBackup = ({ kind, status }: StoredJob) => kind === 'backup' && status === 'failed';

/** A job that begins now. */
export function newJob(request: NewJob): StoredJob {
  return {
    kind: request.kind,
    filename: request.filename,
    is_scheduled: request.is_scheduled ?? false,
    by_command: request.by_command ?? false,
    id: uuidv7(),
    status: 'running',
    step: null,
    bytes: 0,
    total: null,
    to: request.to ?? null,
    found: null,
    answer_until: null,
    replaced: null,
    notes: [],
    error: null,
    started_at: new Date().toISOString(),
    finished_at: null,
  };
}

/** Records how a job ended, and why if it failed or was cancelled. */
export function end(job: StoredJob, reason: string | JobCancelled | null): void {
  const isCancelled = reason instanceof JobCancelled;
  Object.assign(job, {
    status: isCancelled ? 'cancelled' : reason === null ? 'done' : 'failed',
    error: isCancelled ? reason.message : reason,
    answer_until: null,
    finished_at: new Date().toISOString(),
  });
}
