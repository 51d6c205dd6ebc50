import type { RecoveredDatabase } from '@selfdb/shared/backups/moment-schema';
import { AppError } from '@selfdb/shared/errors';
import { requireNoMaintenance } from '../../restore/maintenance.ts';
import type { Jobs, StoredJob } from '../jobs.ts';
import type { Moments } from './moments.ts';

const ANSWER_WITHIN_MS = 30 * 60_000;
const UNANSWERED =
  'Nobody confirmed it within 30 minutes, so what was recovered is dropped. Nothing has changed.';
const CANCELLED = 'It was cancelled. Nothing has changed.';

/** The one that is under way. */
interface Open {
  job: StoredJob;
  isCancelled: boolean;
  /** Ends the waiting, once it has begun. */
  answer: PromiseWithResolvers<boolean> | undefined;
}

/** Restores to a moment, as jobs that wait to be confirmed. */
export class RestoreToJobs {
  readonly #jobs: Jobs;
  readonly #moments: Moments;
  readonly #databaseUrl: string;
  #open: Open | undefined;

  constructor(jobs: Jobs, moments: Moments, databaseUrl: string) {
    this.#jobs = jobs;
    this.#moments = moments;
    this.#databaseUrl = databaseUrl;
  }

  async describe() {
    const running = this.#jobs.running().find(({ kind }) => kind === 'restore_to');
    return { ...(await this.#moments.describe()), job_id: running?.id ?? null };
  }

  async begin(at: Date): Promise<StoredJob> {
    await this.#moments.check(at);
    await requireNoMaintenance(this.#databaseUrl);
    const request = {
      kind: 'restore_to' as const,
      filename: null,
      is_scheduled: false,
      to: at.toISOString(),
    };
    return this.#jobs.start(request, async (report, job) => {
      const open: Open = { job, isCancelled: false, answer: undefined };
      this.#open = open;
      await this.#moments.restore(at, {
        withProgress: (work) =>
          work((progress) => {
            if (open.isCancelled) throw new AppError('conflict', CANCELLED);
            report(progress);
          }),
        decide: (found) => this.#waitForAnswer(open, found),
        beforeSwap: (replaced) => this.#jobs.change(job, { replaced }),
      });
      return [];
    }).job;
  }

  /** Puts in place what a job has recovered. */
  confirm(id: string): StoredJob {
    const { job, answer } = this.#find(id);
    if (!answer || job.step !== 'waiting')
      throw new AppError('conflict', 'This job does not wait to be confirmed.');
    this.#jobs.change(job, { step: 'restart', answer_until: null });
    answer.resolve(true);
    return job;
  }

  /** Drops what a job has recovered, or ends its recovery. */
  cancel(id: string): StoredJob {
    const open = this.#find(id);
    if (open.job.step === 'restart')
      throw new AppError(
        'conflict',
        'It is confirmed already. `./selfdb restore --undo` brings the database before back.',
      );
    open.isCancelled = true;
    open.answer?.reject(new AppError('conflict', CANCELLED));
    return open.job;
  }

  /** Goes on with the swap that a process has begun which ended then: the system restarts on the other database. */
  resume(): void {
    this.#jobs.resume(async ({ replaced }) => replaced !== null && (await this.#moments.finish(replaced)));
  }

  #find(id: string): Open {
    if (!this.#jobs.get(id)) throw new AppError('not_found', 'There is no such job. The last 50 are kept.');
    if (this.#open?.job.id !== id || this.#open.job.status !== 'running')
      throw new AppError('conflict', 'This job can not be confirmed or cancelled, or has ended.');
    return this.#open;
  }

  async #waitForAnswer(open: Open, found: RecoveredDatabase): Promise<boolean> {
    if (open.isCancelled) throw new AppError('conflict', CANCELLED);
    const answer = Promise.withResolvers<boolean>();
    open.answer = answer;
    const answerUntil = new Date(Date.now() + ANSWER_WITHIN_MS).toISOString();
    this.#jobs.change(open.job, { step: 'waiting', bytes: 0, total: null, found, answer_until: answerUntil });
    const timer = setTimeout(() => answer.reject(new AppError('conflict', UNANSWERED)), ANSWER_WITHIN_MS);
    try {
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      this.#jobs.change(open.job, { answer_until: null });
    }
  }
}
