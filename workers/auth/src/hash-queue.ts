import { AppError } from '@selfdb/shared/errors';
import { sleep } from './sleep.ts';

/** A hash holds the thread, so between two of them other requests get this long to move on. */
const REST_MS = 2;
/** A hash takes longer than this, so nobody's turn comes sooner than this times the number of those in front. */
const STEP_MS = 20;
const LONGEST_SLEEP_MS = 500;
/**
 * A ticket this late has probably lost its request: a runtime may drop the timers of a client that went away
 * (https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil). If it was only slow, it takes its old
 * place again.
 */
const LATE_MS = 300;
const LONGEST_JOB_MS = 10_000;
const RETRY_AFTER_SECONDS = 5;

interface Ticket {
  /** Whoever asks once more while others wait gets a higher one; equal ones go by `number`. */
  rank: number;
  number: number;
  caller: string;
  dueAt: number;
}

export interface HashQueue {
  /** Runs the job alone, when the caller's turn has come. Throws unavailable when too many wait. */
  run<T>(caller: string, job: () => Promise<T>): Promise<T>;
  /** Throws unavailable when a job of the caller would find no room. */
  requireRoom(caller: string): void;
  stats(): { waiting: number; done: number };
}

export interface HashQueueOptions {
  maxWaiting: number;
  maxWaitingPerCaller: number;
}

/**
 * A queue in which one job runs at a time. Callers take turns, and the jobs of one go first come, first served, so that
 * a caller with hundreds holds up no other. Everyone waits on timers of their own, never on a promise of another
 * request: a request that was cancelled would leave the others waiting for ever.
 */
export function createHashQueue({ maxWaiting, maxWaitingPerCaller }: HashQueueOptions): HashQueue {
  let waiting: Ticket[] = [];
  let running: Ticket | undefined;
  let finishedAt = 0;
  let done = 0;
  let issued = 0;
  /** The rank of the job that ran last. */
  let round = 0;

  function forgetLost(): void {
    const now = Date.now();
    waiting = waiting.filter((ticket) => now <= ticket.dueAt + LATE_MS);
    if (running && now > running.dueAt) running = undefined;
  }

  function place(ticket: Ticket): number {
    if (!waiting.includes(ticket)) {
      const behind = waiting.findIndex((other) => isBefore(ticket, other));
      waiting.splice(behind === -1 ? waiting.length : behind, 0, ticket);
    }
    return waiting.indexOf(ticket);
  }

  async function waitForTurn(ticket: Ticket): Promise<void> {
    for (;;) {
      const inFront = place(ticket);
      const pause = inFront === 0 ? REST_MS : Math.min(inFront * STEP_MS, LONGEST_SLEEP_MS);
      ticket.dueAt = Date.now() + pause;
      await sleep(pause);
      ticket.dueAt = Date.now();
      forgetLost();
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
    forgetLost();
    if (hasRoom(caller)) return;
    throw new AppError('unavailable', 'Too many passwords wait to be checked. Try again shortly.', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  async function run<T>(caller: string, job: () => Promise<T>): Promise<T> {
    requireRoom(caller);
    const ticket: Ticket = { rank: rankOf(caller), number: ++issued, caller, dueAt: Date.now() };
    await waitForTurn(ticket);
    waiting.shift();
    round = ticket.rank;
    ticket.dueAt = Date.now() + LONGEST_JOB_MS;
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
