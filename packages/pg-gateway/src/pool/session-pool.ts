import type { GatewayOptions } from '../options.ts';
import {
  callerGone,
  callerSessionsUsedUp,
  cannotConnect,
  poolExhausted,
  type Refusal,
  shareUsedUp,
} from '../refusal.ts';
import type { Session } from '../session/session.ts';
import { type OpenerOptions, SessionOpener } from '../session/session-opener.ts';
import { FairQueue, type QueuedCaller } from './fair-queue.ts';
import type { SqlCaller } from './sql-caller.ts';

const retryAfterMs = 100;
const tickMs = 50;
const maxWaitMs = 10_000;

export interface PoolOptions
  extends OpenerOptions,
    Pick<GatewayOptions, 'queueSize' | 'queueStallMs' | 'callerShare' | 'callerQueueSize' | 'callerStallMs'> {
  size: number;
  onConnectError: (error: unknown) => void;
}

export interface PoolCounts {
  active: number;
  idle: number;
  waiting: number;
  prepared: number;
}

interface Lease {
  caller: QueuedCaller<Waiter>;
  sinceMs: number;
  sinceTick: number;
}

interface Waiter {
  start: (session: Session) => void;
  refuse: (refusal: Refusal) => void;
  joinedTick: number;
}

/** The sessions of one role: opened on demand, kept, replaced when they die, and leased to callers in a fair order. */
export class SessionPool {
  readonly #options: PoolOptions;
  readonly #opener: SessionOpener;
  readonly #sessions = new Set<Session>();
  readonly #idle: Session[] = [];
  readonly #leases = new Map<Session, Lease>();
  readonly #queue: FairQueue<Waiter>;
  #opening = 0;
  #nextAttemptMs = 0;
  #tickCount = 0;
  #lastFreedTick = 0;
  #systemRefusedTick = -1;
  #closed = false;
  #ticker: NodeJS.Timeout | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#opener = new SessionOpener(options);
    this.#queue = new FairQueue({ size: options.size, share: options.callerShare });
  }

  get counts(): PoolCounts {
    let prepared = 0;
    for (const session of this.#sessions) prepared += session.preparedCount;
    const idle = this.#idle.length;
    return { active: this.#sessions.size - idle, idle, waiting: this.#queue.length, prepared };
  }

  /** A session for the caller alone, or a rejection with a Refusal. Give it back with `release`. */
  acquire(sqlCaller: SqlCaller): Session | Promise<Session> {
    const caller = this.#queue.caller(sqlCaller.key);
    if (this.#queue.mayStart(caller)) {
      const session = this.#idle.pop();
      if (session) {
        this.#queue.started(caller);
        this.#hold(session, caller);
        return session;
      }
      this.#openMore(1);
    }
    this.#requireSpace(caller);
    return this.#wait(sqlCaller, caller);
  }

  async release(session: Session): Promise<void> {
    if (!session.closed && session.needsCleaning) await session.clean();
    const lease = this.#leases.get(session);
    this.#leases.delete(session);
    if (lease) this.#queue.ended(lease.caller, this.#tickCount, performance.now() - lease.sinceMs);
    if (!session.closed) this.#handOut(session);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#ticker);
    await Promise.all([...this.#sessions].map((session) => session.close()));
  }

  #requireSpace(caller: QueuedCaller<Waiter>): void {
    const { queueSize, callerQueueSize } = this.#options;
    if (caller.key !== undefined && caller.waiting.length >= callerQueueSize) throw shareUsedUp();
    if (this.#queue.length < queueSize) return;
    const refusal = this.#refusalOf(caller, 'too many requests are waiting');
    this.#queue.forgetIfIdle(caller);
    throw refusal;
  }

  #wait(sqlCaller: SqlCaller, caller: QueuedCaller<Waiter>): Promise<Session> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { start: resolve, refuse: reject, joinedTick: this.#tickCount };
      const entry = this.#queue.join(caller, waiter, performance.now());
      sqlCaller.onGone(() => {
        this.#queue.leave(caller, entry);
        reject(callerGone());
      });
      this.#ticker ??= setInterval(() => this.#tick(), tickMs);
    });
  }

  #hold(session: Session, caller: QueuedCaller<Waiter>): void {
    this.#leases.set(session, { caller, sinceMs: performance.now(), sinceTick: this.#tickCount });
  }

  #handOut(freed: Session): void {
    this.#lastFreedTick = this.#tickCount;
    this.#idle.push(freed);
    while (this.#idle.length > 0) {
      const next = this.#queue.next();
      const session = next && this.#idle.pop();
      if (!session) return;
      this.#hold(session, next.caller);
      next.item.start(session);
    }
  }

  #openMore(wanted: number): void {
    const room = this.#options.size - this.#sessions.size - this.#opening;
    if (performance.now() < this.#nextAttemptMs) return;
    for (let count = Math.min(wanted, room); count > 0; count -= 1) void this.#open();
  }

  async #open(): Promise<void> {
    this.#opening += 1;
    let session: Session;
    try {
      session = await this.#opener.open();
    } catch (error) {
      this.#opening -= 1;
      this.#connectFailed(error);
      return;
    }
    this.#opening -= 1;
    if (session.closed) return;
    if (this.#closed) return void session.close();
    this.#sessions.add(session);
    session.onClosed = () => this.#forget(session);
    this.#handOut(session);
  }

  #connectFailed(error: unknown): void {
    this.#nextAttemptMs = performance.now() + retryAfterMs;
    this.#options.onConnectError(error);
    if (this.#sessions.size > 0 || this.#opening > 0) return;
    for (const caller of this.#queue.waitingCallers()) {
      for (let entry = caller.waiting.first; entry; entry = caller.waiting.first) {
        this.#queue.leave(caller, entry);
        entry.item.refuse(cannotConnect());
      }
    }
  }

  #forget(session: Session): void {
    this.#sessions.delete(session);
    const at = this.#idle.indexOf(session);
    if (at >= 0) this.#idle.splice(at, 1);
  }

  #tick(): void {
    this.#tickCount += 1;
    const nowMs = performance.now();
    for (const caller of this.#queue.waitingCallers()) {
      for (let entry = caller.waiting.first; entry; entry = caller.waiting.first) {
        const hasUsedUp = this.#queue.hasUsedUpShare(caller);
        const isTooLate = nowMs - entry.sinceMs > maxWaitMs;
        if (!isTooLate && !this.#isStalled(caller, entry.item, hasUsedUp)) break;
        const refusal = this.#refusalOf(caller, 'no connection became free in time');
        if (caller.key === undefined) this.#systemRefusedTick = this.#tickCount;
        this.#queue.leave(caller, entry);
        entry.item.refuse(refusal);
      }
    }
    if (this.#queue.hasNext) this.#openMore(this.#queue.length);
    if (this.#queue.length > 0) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  // While Postgres answers the system, the caller learns that it waits for other statements, not for the database.
  #refusalOf(caller: QueuedCaller<Waiter>, message: string): Refusal {
    if (this.#queue.mayStart(caller) || this.#isSystemStuck()) return poolExhausted(message);
    return this.#queue.hasUsedUpShare(caller) ? shareUsedUp() : callerSessionsUsedUp();
  }

  /** Whether no statement of the system, which has reserved sessions, has ended for as long as a caller may wait. */
  #isSystemStuck(): boolean {
    const system = this.#queue.caller(undefined);
    const beforeTick = this.#tickCount - this.#options.callerStallMs / tickMs;
    if (this.#systemRefusedTick > Math.max(system.lastEndedTick, beforeTick)) return true;
    if (system.lastEndedTick >= beforeTick) return false;
    return [...this.#leases.values()].some(
      ({ caller, sinceTick }) => caller === system && sinceTick < beforeTick,
    );
  }

  // Waiting makes sense while sessions become free: any of the pool, or the caller's own once its share is used up.
  // Ticks are counted instead of time, so that a busy period of this process does not look like a stalled database:
  // between two ticks the process could have heard from it.
  #isStalled(caller: QueuedCaller<Waiter>, waiter: Waiter, hasUsedUp: boolean): boolean {
    const { queueStallMs, callerStallMs } = this.#options;
    const lastFreedTick = hasUsedUp ? caller.lastEndedTick : this.#lastFreedTick;
    const stalledTicks = this.#tickCount - Math.max(waiter.joinedTick, lastFreedTick);
    return stalledTicks * tickMs > (hasUsedUp ? callerStallMs : queueStallMs);
  }
}
