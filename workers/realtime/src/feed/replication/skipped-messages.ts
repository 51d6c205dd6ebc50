import type { Log } from '@selfdb/server/log';

const REPORT_EVERY_MS = 60_000;

/** Counts every message that could not be read, and reports one per minute. */
export class SkippedMessages {
  readonly #count: () => void;
  readonly #report: Log;
  #reportedAt = 0;

  constructor(count: () => void, report: Log) {
    this.#count = count;
    this.#report = report;
  }

  add(kind: string, error: unknown): void {
    this.#count();
    if (Date.now() - this.#reportedAt < REPORT_EVERY_MS) return;
    this.#reportedAt = Date.now();
    // Parser errors may quote what they read.
    const name = error instanceof Error ? error.name : 'unknown';
    this.#report('warn', 'feed_message_skipped', { kind, error: name });
  }
}
