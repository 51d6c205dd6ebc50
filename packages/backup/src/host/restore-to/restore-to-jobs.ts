import type { RecoveredDatabase } from '@selfdb/shared/backups/moment-schema';
import { AppError } from '@selfdb/shared/errors';
import type { AuditActor } from '@selfdb/shared/system/audit/schema';
import { JobCancelled, type Jobs, type StoredJob } from '../jobs.ts';
import type { Agreement, Moments } from './moments.ts';

const ANSWER_WITHIN_MS = 30 * 60_000;
const UNANSWERED =
  'Nobody confirmed it within 30 minutes, so what was recovered is dropped. Nothing has changed.';
const CANCELLED = 'An administrator cancelled it. Nothing has changed.';

/** The time, and what is done later. */
export interface Clock {
  now(): number;
  /** Calls `work` after that many milliseconds, unless the function that it returns is called before. */
  after(milliseconds: number, work: () => void): () => void;
}

const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** The one that is under way. */
interface Open {
  job: StoredJob;
  isCancelled: boolean;
  /** Ends the waiting, while it lasts. */
  answer: PromiseWithResolvers<Agreement> | undefined;
}

/** Restores to a moment, as jobs that wait to be confirmed. */
export class RestoreToJobs {
  readonly #jobs: Jobs;
  readonly #moments: Moments;
  readonly #clock: Clock;
  #open: Open | undefined;

  constructor(jobs: Jobs, moments: Moments, clock: Clock = systemClock) {
    this.#jobs = jobs;
    this.#moments = moments;
    this.#clock = clock;
  }

  async describe() {
    const running = this.#jobs.running().find(({ kind }) => kind === 'restore_to');
    return { ...(await this.#moments.describe()), job_id: running?.id ?? null };
  }

  async begin(at: Date): Promise<StoredJob> {
    await this.#moments.check(at);
    const request = { kind: 'restore_to' as const, filename: null, to: at.toISOString() };
    return this.#jobs.start(request, async (report, job) => {
      const open: Open = { job, isCancelled: false, answer: undefined };
      this.#open = open;
      await this.#moments.restore(at, {
        withProgress: (work) =>
          work((progress) => {
            if (open.isCancelled) throw new JobCancelled(CANCELLED);
            report(progress);
          }),
        decide: (found) => this.#waitForAnswer(open, found),
        beforeSwap: (replaced) => this.#jobs.change(job, { replaced }),
      });
      return [];
    }).job;
  }

  /** Puts in place what a job has recovered. `by` is who confirms it. */
  confirm(id: string, by: AuditActor): StoredJob {
    const open = this.#find(id);
    const { job, answer } = open;
    if (!answer) throw new AppError('conflict', 'This job does not wait to be confirmed.');
    open.answer = undefined;
    this.#jobs.change(job, { step: 'restart', answer_until: null });
    answer.resolve({ by });
    return job;
  }

  /** Drops what a job has recovered, or ends its recovery. */
  cancel(id: string): StoredJob {
    const open = this.#find(id);
    const { job, answer } = open;
    if (job.step === 'restart')
      throw new AppError(
        'conflict',
        'It is confirmed already. `./selfdb restore --undo` brings the database before back.',
      );
    open.isCancelled = true;
    open.answer = undefined;
    answer?.reject(new JobCancelled(CANCELLED));
    return job;
  }

  /** Goes on with the swap that a process has begun which ended then: the system restarts on the other database. */
  resume(): void {
    this.#jobs.resume(async ({ replaced }) => replaced !== null && (await this.#moments.finish(replaced)));
  }

  #find(id: string): Open {
    const job = this.#jobs.get(id);
    if (!job) throw new AppError('not_found', 'There is no such job. The last 50 are kept.');
    if (job.by_command && job.status === 'running')
      throw new AppError('conflict', 'A command does this job. Confirm or cancel it on its terminal.');
    if (this.#open?.job.id !== id || this.#open.job.status !== 'running')
      throw new AppError('conflict', 'This job can not be confirmed or cancelled, or has ended.');
    return this.#open;
  }

  async #waitForAnswer(open: Open, found: RecoveredDatabase): Promise<Agreement> {
    if (open.isCancelled) throw new JobCancelled(CANCELLED);
    const answer = Promise.withResolvers<Agreement>();
    open.answer = answer;
    const answerUntil = new Date(this.#clock.now() + ANSWER_WITHIN_MS).toISOString();
    this.#jobs.change(open.job, { step: 'waiting', bytes: 0, total: null, found, answer_until: answerUntil });
    const stop = this.#clock.after(ANSWER_WITHIN_MS, () => {
      open.answer = undefined;
      answer.reject(new JobCancelled(UNANSWERED));
    });
    try {
      return await answer.promise;
    } finally {
      stop();
      this.#jobs.change(open.job, { answer_until: null });
    }
  }
}
