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

interface HashQueue {
  /** Runs the job alone, when it is the caller's turn. Throws unavailable when too many jobs wait. */
  run<T>(caller: string, job: () => Promise<T>): Promise<T>;
  /** Throws unavailable if the queue has no room for a job of the caller. */
  requireRoom(caller: string): void;
  stats(): { waiting: number; done: number };
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
export function createHashQueue({ maxWaiting, maxWaitingPerCaller }: HashQueueOptions): HashQueue {
  let waiting: Ticket[] = [];
  let running: Ticket | undefined;
  let finishedAt = 0;
  let done = 0;
  let issued = 0;
  /** The rank of the job that ran last. */
  let round = 0;

  function dropLostTickets(): void {
    const now = Date.now();
    waiting = waiting.filter((ticket) => now <= ticket.dueAt + LATE_MS);
    if (running && now > running.dueAt) running = undefined;
  }

  /** Adds the ticket unless it is in the queue, and returns how many are ahead of it. */
  function positionOf(ticket: Ticket): number {
    if (!waiting.includes(ticket)) {
      const next = waiting.findIndex((other) => isBefore(ticket, other));
      waiting.splice(next === -1 ? waiting.length : next, 0, ticket);
    }
    return waiting.indexOf(ticket);
  }

  async function waitForTurn(ticket: Ticket): Promise<void> {
    for (;;) {
      const ahead = positionOf(ticket);
      const pause = ahead === 0 ? REST_MS : Math.min(ahead * STEP_MS, MAX_SLEEP_MS);
      ticket.dueAt = Date.now() + pause;
      await sleep(pause);
      ticket.dueAt = Date.now();
      dropLostTickets();
      if (waiting[0] === ticket && !running && Date.now() - finishedAt >= REST_MS) return;
    }
  }

  function rankOf(caller: string): number {
    const own = waiting.filter((ticket) => ticket.caller === caller);
    return Math.max(round, ...own.map(({ rank }) => rank + 1));
  }

  function hasRoom(caller: string): boolean {
    if (waiting.length >= maxWaiting) return false;
    return waiting.filter((ticket) => ticket.caller === caller).length < maxWaitingPerCaller;
  }

  function requireRoom(caller: string): void {
    if (hasRoom(caller)) return;
    dropLostTickets();
    if (hasRoom(caller)) return;
    throw new AppError('unavailable', 'The server has too many passwords to check. Try again shortly.', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  async function run<T>(caller: string, job: () => Promise<T>): Promise<T> {
    requireRoom(caller);
    const ticket: Ticket = { rank: rankOf(caller), number: ++issued, caller, dueAt: Date.now() };
    await waitForTurn(ticket);
    waiting.shift();
    round = ticket.rank;
    ticket.dueAt = Date.now() + MAX_JOB_MS;
    running = ticket;
    try {
      return await job();
    } finally {
      done += 1;
      finishedAt = Date.now();
      if (running === ticket) running = undefined;
    }
  }

  return { run, requireRoom, stats: () => ({ waiting: waiting.length, done }) };
}

function isBefore(a: Ticket, b: Ticket): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.number < b.number);
}
