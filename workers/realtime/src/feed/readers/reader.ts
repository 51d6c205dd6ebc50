import type { Batch, Cursor, FeedReader } from '../../change.ts';
import { inTime } from '../../in-time.ts';
import { othersTurn } from '../../others-turn.ts';

const MAX_DELIVERY_MS = 30_000;
/** Behind so many items there may be as many again. Few pass quickly, and a turn of others can take long. */
const MANY = 500;

export interface ReaderOptions {
  reader: FeedReader;
  /** Where it begins. */
  from: Cursor;
  /** What follows a cursor; undefined when nothing does. */
  next(cursor: Cursor): Batch | undefined;
  /** It could not take a batch, or not in time. Nothing more is brought to it. */
  lost(error: unknown): void;
}

/** Brings everything behind a cursor to a reader, one batch after the other, at the reader's own pace. */
export class Reader {
  readonly #options: ReaderOptions;
  #position: Cursor;
  #isDelivering = false;
  #isDetached = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#position = options.from;
  }

  /** What it has taken. */
  get position(): Cursor {
    return this.#position;
  }

  /** There may be more. */
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
        await inTime(reader.deliver(batch), MAX_DELIVERY_MS, 'a reader of the feed did not answer');
        this.#position = batch.through;
        if (batch.items.length >= MANY) await othersTurn();
      }
    } catch (error) {
      if (!this.#isDetached) lost(error);
      this.#isDetached = true;
    }
    this.#isDelivering = false;
  }
}
