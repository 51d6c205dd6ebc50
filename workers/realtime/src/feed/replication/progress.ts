import { inTime } from '../../with-timeout.ts';
import { type Lsn, laterLsn, ZERO_LSN } from '../lsn.ts';

const ASK_AGAIN_MS = 25;

interface Waiting {
  place: Lsn;
  resolve: () => void;
}

/** How far Postgres' log has been read and stored, and who waits for more. */
export class Progress {
  readonly #ask: () => void;
  readonly #waiting = new Set<Waiting>();
  #reached: Lsn = ZERO_LSN;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `ask` asks Postgres for its position, which it reports by itself only rarely. */
  constructor(ask: () => void) {
    this.#ask = ask;
  }

  /** Everything committed before the position is stored. */
  come(place: Lsn): void {
    this.#reached = laterLsn(place, this.#reached);
    for (const waiting of this.#waiting) {
      if (waiting.place > this.#reached) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }

  /** Another history has begun. Its positions may be earlier. */
  restart(place: Lsn): void {
    this.#reached = place;
  }

  /** Resolves when everything committed before the position is stored. Throws on timeout. */
  async reach(place: Lsn, patienceMs: number): Promise<void> {
    if (place <= this.#reached) return;
    let waiting: Waiting | undefined;
    const reached = new Promise<void>((resolve) => {
      waiting = { place, resolve };
      this.#waiting.add(waiting);
    });
    this.#keepAsking();
    try {
      await inTime(reached, patienceMs, 'the feed has not come so far');
    } finally {
      if (waiting) this.#waiting.delete(waiting);
    }
  }

  #keepAsking(): void {
    if (this.#timer !== undefined) return;
    this.#ask();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#waiting.size > 0) this.#keepAsking();
    }, ASK_AGAIN_MS);
  }
}
