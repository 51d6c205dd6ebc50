import { APIConnectionError, SelfDBError } from '@selfdb/sdk';

const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 30_000;
/** The server, or a proxy before it, asks to come back later. */
const LATER = new Set([408, 425, 429, 502, 503, 504]);

/** Whether an upload failed because of the way to the server, and not because of the file. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof APIConnectionError) return true;
  return error instanceof SelfDBError && error.status !== undefined && LATER.has(error.status);
}

/** Whether the server can be reached. While it can't, one attempt is made after a pause that doubles each time. */
export class Connection {
  isLost = false;
  /** Whether an upload may begin now. */
  mayTry = true;
  readonly #retry: () => void;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `retry` is called when the next attempt may be made. */
  constructor(retry: () => void) {
    this.#retry = retry;
  }

  lose(): void {
    clearTimeout(this.#timer);
    [this.isLost, this.mayTry] = [true, false];
    this.#timer = setTimeout(() => {
      this.mayTry = true;
      this.#retry();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, MAX_PAUSE_MS);
  }

  restore(): void {
    if (!this.isLost) return;
    clearTimeout(this.#timer);
    [this.isLost, this.mayTry, this.#pauseMs] = [false, true, FIRST_PAUSE_MS];
    this.#retry();
  }
}
