import { describeError, type Log } from '@selfdb/server/log';
import { findTriggerState } from './repository.ts';
import { replayChanges, type TakeOptions, takeChanges } from './take-changes.ts';

const IDLE_MS = 2000;
const FAILED_MS = 1000;

export interface ChangeFollowerOptions extends TakeOptions {
  log: Log;
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

  /** Takes one page, and one of each replay. Returns how long to wait before the next. */
  async #take(): Promise<number> {
    const state = await findTriggerState(this.#options.db);
    if (!state) return IDLE_MS;
    const isThere = await takeChanges(state, this.#options);
    for (const replay of state.replays) await replayChanges(replay, this.#options);
    this.#hasFailed = false;
    return isThere ? 0 : IDLE_MS;
  }
}
