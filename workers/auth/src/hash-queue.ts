import { AppError } from '@selfdb/shared/errors';
import { sleep } from './sleep.ts';

/** A hash blocks the thread, so other requests get this much time between two hashes. */
const REST_MS = 2;
/** Less than a hash takes. A ticket sleeps this long for each ticket ahead of it. */
const STEP_MS = 20;
const MAX_SLEEP_MS = 500;
/**
 * The request of a ticket this late has probably been cancelled: a runtime may drop the timers of a client that went away
 * (https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil). If it was only slow, it returns to
 * its old position.
 */
const LATE_MS = 300;
const MAX_JOB_MS = 10_000;
const RETRY_AFTER_SECONDS = 5;

interface Ticket {
  /** Each further job of a waiting caller gets a higher rank. Jobs of equal rank run in the order of `number`. */
  rank: number;
  number: number;
  caller: string;
  dueAt: number;
}

interface HashQueueOptions {
  maxWaiting: number;
  maxWaitingPerCaller: number;
}

/**
 * A queue that runs one job at a time. Callers take turns, and each caller's jobs run in order, so a caller with
 * hundreds of jobs delays no other. Each request waits on its own timers, never on a promise of another request: if that
 * request were cancelled, the others would wait forever.
 */
export class HashQueue {
  readonly #options: HashQueueOptions;
  #waiting: Ticket[] = [];
  #running: Ticket | undefined;
  #finishedAt = 0;
  #done = 0;
  #issued = 0;
  /** The rank of the job that ran last. */
  #round = 0;

  constructor(options: HashQueueOptions) {
    this.#options = options;
  }

  /** Runs the job alone, when it is the caller's turn. Throws unavailable when too many jobs wait. */
  async run<T>(caller: string, job: () => Promise<T>): Promise<T> {
    this.requireRoom(caller);
    const number = ++this.#issued;
    const ticket: Ticket = { rank: this.#rankOf(caller), number, caller, dueAt: Date.now() };
    await this.#waitForTurn(ticket);
    this.#waiting.shift();
    this.#round = ticket.rank;
    ticket.dueAt = Date.now() + MAX_JOB_MS;
    this.#running = ticket;
    try {
      return await job();
    } finally {
      this.#done += 1;
      this.#finishedAt = Date.now();
      if (this.#running === ticket) this.#running = undefined;
    }
  }

  /** Throws unavailable if the queue has no room for a job of the caller. */
  requireRoom(caller: string): void {
    if (this.#hasRoom(caller)) return;
    this.#dropLostTickets();
    if (this.#hasRoom(caller)) return;
    throw new AppError('unavailable', 'The server has too many passwords to check. Try again shortly.', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  stats(): { waiting: number; done: number } {
    return { waiting: this.#waiting.length, done: this.#done };
  }

  async #waitForTurn(ticket: Ticket): Promise<void> {
    for (;;) {
      const ahead = this.#positionOf(ticket);
      const pause = ahead === 0 ? REST_MS : Math.min(ahead * STEP_MS, MAX_SLEEP_MS);
      ticket.dueAt = Date.now() + pause;
      await sleep(pause);
      ticket.dueAt = Date.now();
      this.#dropLostTickets();
      const isFree = !this.#running && Date.now() - this.#finishedAt >= REST_MS;
      if (this.#waiting[0] === ticket && isFree) return;
    }
  }

  /** Adds the ticket unless it is in the queue, and returns how many are ahead of it. */
  #positionOf(ticket: Ticket): number {
    if (!this.#waiting.includes(ticket)) {
      const next = this.#waiting.findIndex((other) => isBefore(ticket, other));
      this.#waiting.splice(next === -1 ? this.#waiting.length : next, 0, ticket);
    }
    return this.#waiting.indexOf(ticket);
  }

  #dropLostTickets(): void {
    const now = Date.now();
    this.#waiting = this.#waiting.filter((ticket) => now <= ticket.dueAt + LATE_MS);
    if (this.#running && now > this.#running.dueAt) this.#running = undefined;
  }

  #rankOf(caller: string): number {
    return Math.max(this.#round, ...this.#ticketsOf(caller).map(({ rank }) => rank + 1));
  }

  #hasRoom(caller: string): boolean {
    const { maxWaiting, maxWaitingPerCaller } = this.#options;
    return this.#waiting.length < maxWaiting && this.#ticketsOf(caller).length < maxWaitingPerCaller;
  }

  #ticketsOf(caller: string): Ticket[] {
    return this.#waiting.filter((ticket) => ticket.caller === caller);
  }
}

function isBefore(a: Ticket, b: Ticket): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.number < b.number);
}
