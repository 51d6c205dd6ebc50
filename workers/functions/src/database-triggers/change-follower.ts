import type { Database } from '@selfdb/server/db/database';
import { describeError, type Log } from '@selfdb/server/log';
import type { FeedChanges } from '@selfdb/shared/realtime/feed-changes';
import { toChangeJob } from './change-job.ts';
import { findTriggerState, saveChanges, type TriggerState } from './repository.ts';

const IDLE_MS = 2000;
const FAILED_MS = 1000;
/** In base64. A body is in the statement once, and in the queue for each function. */
const MAX_BODY_CHARACTERS = 24 * 1024 * 1024;
const TOO_LARGE = 'A change was too large.';

export interface ChangeFollowerOptions {
  db: Database;
  log: Log;
  /** Asks the feed; waits a little for the first change. Undefined where there is no feed. */
  poll(question: { since: string; relids: number[] }): Promise<FeedChanges | undefined>;
  /** There are new jobs. */
  queued(): void;
}

/**
 * Takes the changes of tables with triggers from the feed into the queue, one page after the other. Where it is lies in the database,
 * so it may end at any time, and two of them take no change twice.
 */
export class ChangeFollower {
  readonly #options: ChangeFollowerOptions;
  #isRunning = false;
  #hasFailed = false;

  constructor(options: ChangeFollowerOptions) {
    this.#options = options;
  }

  /** Does nothing if it runs already. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    for (;;) {
      const pauseMs = await this.#take().catch((error: unknown) => this.#note(error));
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  #note(error: unknown): number {
    if (!this.#hasFailed) this.#options.log('warn', 'changes_not_followed', describeError(error));
    this.#hasFailed = true;
    return FAILED_MS;
  }

  /** Takes one page. Returns how long to wait before the next. */
  async #take(): Promise<number> {
    const state = await findTriggerState(this.#options.db);
    if (!state) return IDLE_MS;
    const isThere = await takeChanges(state, this.#options);
    this.#hasFailed = false;
    return isThere ? 0 : IDLE_MS;
  }
}

/** Takes what the feed has after a state. Returns false where there is no feed. */
export async function takeChanges(
  { cursor, tables }: TriggerState,
  { db, poll, queued }: Omit<ChangeFollowerOptions, 'log'>,
): Promise<boolean> {
  const relids = tables.map(({ relid }) => relid);
  const found = await poll({ since: cursor, relids });
  if (!found) return false;
  if (found.through === cursor) return true;
  const { through, changes } = found;
  const keys = new Map(tables.map(({ relid, key }) => [relid, key]));
  const all = await Promise.all(changes.map((change) => toChangeJob(change, keys.get(change.relid) ?? null)));
  const jobs = all.filter(({ body }) => body.length <= MAX_BODY_CHARACTERS);
  const tooLarge = all.filter(({ body }) => body.length > MAX_BODY_CHARACTERS);
  const losses = [
    ...found.losses,
    ...tooLarge.map(({ relid }) => ({ cursor: through, relid, reason: TOO_LARGE })),
  ];
  if ((await saveChanges(db, { since: cursor, through, relids, jobs, losses })) > 0) queued();
  return true;
}
