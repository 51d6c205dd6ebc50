import type { Batch, Cursor, FeedReader } from '../../change.ts';
import { withTimeout } from '../../with-timeout.ts';
import { yieldToEventLoop } from '../../yield-to-event-loop.ts';

const MAX_DELIVERY_MS = 30_000;
/** A batch of this many items may be followed by another, so other work gets a turn in between. */
const LARGE_BATCH = 500;

export interface FeedDeliveryOptions {
  reader: FeedReader;
  /** The position where it starts. */
  from: Cursor;
  /** What comes after a cursor; undefined if nothing does. */
  next(cursor: Cursor): Batch | undefined;
  /** The reader could not take a batch in time. It gets nothing more. */
  lost(error: unknown): void;
}

/** Delivers everything after a cursor to a reader, one batch after the other, at the reader's pace. */
export class FeedDelivery {
  readonly #options: FeedDeliveryOptions;
  #position: Cursor;
  #isDelivering = false;
  #isDetached = false;

  constructor(options: FeedDeliveryOptions) {
    this.#options = options;
    this.#position = options.from;
  }

  /** The position up to which it has taken everything. */
  get position(): Cursor {
    return this.#position;
  }

  /** There may be more to deliver. */
  wake(): void {
    if (!this.#isDelivering && !this.#isDetached) this.#deliver();
  }

  detach(): void {
    this.#isDetached = true;
  }

  async #deliver(): Promise<void> {
    const { reader, next, lost } = this.#options;
    this.#isDelivering = true;
    try {
      for (let batch = next(this.#position); batch && !this.#isDetached; batch = next(this.#position)) {
        await withTimeout(reader.deliver(batch), MAX_DELIVERY_MS, 'a reader of the feed did not answer');
        this.#position = batch.through;
        if (batch.items.length >= LARGE_BATCH) await yieldToEventLoop();
      }
    } catch (error) {
      if (!this.#isDetached) lost(error);
      this.#isDetached = true;
    }
    this.#isDelivering = false;
  }
}
