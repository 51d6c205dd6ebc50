import { inTime } from '../../with-timeout.ts';
import type { Outbox, Post } from './send-queue.ts';

/** Bytes that clients have not acknowledged to the kernel, by address and port. A missing client is unknown. */
export type Unsent = Record<string, number>;
export type AskUnsent = (peers: string[]) => Promise<Unsent>;

const TICK_MS = 50;
const LONGEST_PAUSE_MS = 2000;
/** After each answer the next question waits this many times as long as the answer took. */
const REST_PER_WORK = 10;
const PATIENCE_MS = 2000;
/** All clients together may leave as much unread as this many clients at the limit. */
const SHARES = 8;
/** The part of the limit that is noticeable. */
const NOTICEABLE_PART = 1 / 256;

/** Asks the supervisor. Throws if it cannot be reached or does not know. */
export async function askUnsent(supervisor: Fetcher, peers: string[]): Promise<Unsent> {
  const ask = async () => {
    const request = { method: 'POST', body: JSON.stringify(peers) };
    const response = await supervisor.fetch('http://supervisor/unsent', request);
    if (!response.ok) throw new Error(`the supervisor does not know: ${response.status}`);
    return response.json<Unsent>();
  };
  return inTime(ask(), PATIENCE_MS, 'the supervisor does not answer');
}

interface PostOfficeSetup {
  /** The limit of unread characters for one client. */
  limit: number;
  ask: AskUnsent;
  now(): number;
}

/**
 * Monitors the send queues, so that unread data does not fill the memory: finds out what clients have received.
 */
export class PostOffice implements Post {
  limit: number;
  readonly noticeable: number;
  readonly #setup: PostOfficeSetup;
  readonly #noticed = new Set<Outbox>();
  #isWatching = false;
  #hasNews = false;

  constructor(setup: PostOfficeSetup) {
    this.#setup = setup;
    this.limit = setup.limit;
    this.noticeable = setup.limit * NOTICEABLE_PART;
  }

  notice(outbox: Outbox): void {
    // A client that was sent little before need not have shown recently that it reads.
    outbox.signAt = this.#setup.now();
    if (outbox.peer === undefined) return;
    this.#noticed.add(outbox);
    this.#hasNews = true;
    if (!this.#isWatching) void this.#watch();
  }

  /** Polls while there is something to see: more rarely while nothing moves, until something new comes. */
  async #watch(): Promise<void> {
    this.#isWatching = true;
    let [waited, pause, rest] = [0, TICK_MS, 0];
    while (this.#noticed.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      waited += TICK_MS;
      if (waited < (this.#hasNews ? rest : pause)) continue;
      this.#hasNews = false;
      const began = this.#setup.now();
      const isMoving = await this.#look([...this.#noticed]);
      rest = (this.#setup.now() - began) * REST_PER_WORK;
      pause = Math.max(rest, isMoving ? TICK_MS : Math.min(pause * 2, LONGEST_PAUSE_MS));
      waited = 0;
    }
    this.#isWatching = false;
  }

  /** Whether one of them has received something. */
  async #look(outboxes: Outbox[]): Promise<boolean> {
    const { ask, now } = this.#setup;
    const looks = outboxes.map((outbox) => ({ outbox, peer: outbox.peer ?? '', written: outbox.written }));
    const unsent = await ask(looks.map(({ peer }) => peer)).catch((): Unsent => ({}));
    const at = now();
    for (const { outbox, peer, written } of looks) {
      const bytes = unsent[peer];
      if (bytes === undefined) outbox.believe();
      else outbox.markUnsent(bytes, written, at);
      if (!outbox.isNoticeable) this.#noticed.delete(outbox);
    }
    this.#share();
    return outboxes.some(({ signAt }) => signAt === at);
  }

  /** Lowers the limit of each when all together leave too much unread. */
  #share(): void {
    const { limit } = this.#setup;
    let unread = 0;
    for (const outbox of this.#noticed) unread += outbox.unread;
    const isMuch = unread > limit * SHARES;
    this.limit = isMuch ? Math.max((limit * SHARES) / this.#noticed.size, this.noticeable) : limit;
  }
}
