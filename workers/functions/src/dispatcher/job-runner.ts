import type { Database } from '@selfdb/server/db/database';
import { describeError, type Log } from '@selfdb/server/log';
import type { Invocation } from '@selfdb/shared/functions/runner-protocol';
import { invocationOf, requestOf } from './job-request.ts';
import { type ClaimedJob, claimJobs, nextJob, releaseJobs, releaseLost } from './repository.ts';

const MAX_RUNNING = 200;
/**
 * In how many seconds a job is due again after an answer that says that it did not begin: no such function, one that is not ready
 * until its owner has mended it, or no room.
 */
const NOT_BEGUN = new Map([
  [404, 30],
  [409, 30],
  [503, 1],
]);

export interface JobRunnerOptions {
  db: Database;
  log: Log;
  /** Sends a job to the host. Resolves when it has run. */
  run(invocation: Invocation, request: Request): Promise<Response>;
  /** The executions that the host runs, or has not reported yet. Throws if it can't be reached. */
  listExecutions(): Promise<string[]>;
  /** A job has ended, so there may be room for others. */
  ended(): void;
}

/**
 * Takes jobs from the queue and has the host run them. The host reports how they ended, also when this process is gone meanwhile:
 * the report's statement settles a job together with its execution (`internal/reports`).
 */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #posting = new Set<string>();
  /** The host could not be reached. Nothing is claimed until it answers. */
  #isHostGone = true;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** Starts what is due and fits. Returns in how many seconds there may be more. */
  async turn(): Promise<number> {
    if (this.#isHostGone) await this.reconcile();
    const room = MAX_RUNNING - this.#posting.size;
    if (this.#isHostGone || room <= 0) return 1;
    const [claimed, [next]] = await this.#options.db.batch([claimJobs(room), nextJob]);
    for (const { job } of claimed) void this.#run(job);
    return Math.max(next?.seconds ?? Number.POSITIVE_INFINITY, 0);
  }

  /** Gives back what the host has lost. */
  async reconcile(): Promise<void> {
    const { db, log, listExecutions } = this.#options;
    try {
      // Those that arrive or end while the host answers are not in its list.
      const before = [...this.#posting];
      const known = await listExecutions();
      this.#isHostGone = false;
      const released = await releaseLost(db, known, [...before, ...this.#posting]);
      if (released > 0) log('warn', 'jobs_released', { jobs: released });
    } catch (error) {
      this.#isHostGone = true;
      log('debug', 'host_not_reached', describeError(error));
    }
  }

  async #run(job: ClaimedJob): Promise<void> {
    const { db, log, run, ended } = this.#options;
    this.#posting.add(job.execution_id);
    try {
      const response = await run(invocationOf(job), requestOf(job));
      await response.body?.cancel();
      const seconds = NOT_BEGUN.get(response.status);
      if (seconds !== undefined) await releaseJobs(db, [job.execution_id], seconds);
    } catch (error) {
      // Whether it began is for the host to say.
      this.#isHostGone = true;
      log('debug', 'job_not_sent', describeError(error));
    }
    this.#posting.delete(job.execution_id);
    ended();
  }
}
