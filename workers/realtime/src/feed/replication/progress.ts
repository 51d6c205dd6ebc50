import { withTimeout } from '../../with-timeout.ts';
import { type Lsn, laterLsn, ZERO_LSN } from '../lsn.ts';

const ASK_AGAIN_MS = 25;

interface Waiting {
  position: Lsn;
  resolve: () => void;
}

/** How far Postgres' log has been read and stored, and the callers that wait for more. */
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
  advance(position: Lsn): void {
    this.#reached = laterLsn(position, this.#reached);
    for (const waiting of this.#waiting) {
      if (waiting.position > this.#reached) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }

  /** Another history has begun. Its positions may be earlier. */
  restart(position: Lsn): void {
    this.#reached = position;
  }

  /** Resolves when everything committed before the position is stored. Throws on timeout. */
  async reach(position: Lsn, timeoutMs: number): Promise<void> {
    if (position <= this.#reached) return;
    let waiting: Waiting | undefined;
    const reached = new Promise<void>((resolve) => {
      waiting = { position, resolve };
      this.#waiting.add(waiting);
    });
    this.#keepAsking();
    try {
      await withTimeout(reached, timeoutMs, 'the feed has not reached this position');
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
