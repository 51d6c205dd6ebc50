import type { GatewayOptions } from '../options.ts';
import {
  callerGone,
  callerSessionsUsedUp,
  cannotConnect,
  poolExhausted,
  type Refusal,
  shareUsedUp,
} from '../server/refusal.ts';
import type { Session } from '../session/session.ts';
import { type OpenerOptions, SessionOpener } from '../session/session-opener.ts';
import type { Caller } from './caller.ts';
import { type Member, Turns } from './turns.ts';

const retryAfterMs = 100;
const tickMs = 50;
const maxWaitMs = 10_000;

/** The connections of one role. */
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

interface Holder {
  member: Member<Waiter>;
  sinceMs: number;
  sinceTick: number;
}

interface Waiter {
  start: (session: Session) => void;
  refuse: (refusal: Refusal) => void;
  joinedTick: number;
}

/** The connections of the gateway: opened on demand, kept, replaced when they die, handed out in turn. */
export class SessionPool {
  readonly #options: PoolOptions;
  readonly #opener: SessionOpener;
  readonly #sessions = new Set<Session>();
  readonly #idle: Session[] = [];
  readonly #holders = new Map<Session, Holder>();
  readonly #turns: Turns<Waiter>;
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
    this.#turns = new Turns({ size: options.size, share: options.callerShare });
  }

  get counts(): PoolCounts {
    let prepared = 0;
    for (const session of this.#sessions) prepared += session.preparedCount;
    const idle = this.#idle.length;
    return { active: this.#sessions.size - idle, idle, waiting: this.#turns.length, prepared };
  }

  /** A session for the caller alone, or a rejection with a Refusal. Give it back with `release`. */
  acquire(caller: Caller): Session | Promise<Session> {
    const member = this.#turns.member(caller.key);
    if (this.#turns.mayStart(member)) {
      const session = this.#idle.pop();
      if (session) {
        this.#turns.started(member);
        this.#hold(session, member);
        return session;
      }
      this.#openMore(1);
    }
    this.#requireRoom(member);
    return this.#wait(caller, member);
  }

  async release(session: Session): Promise<void> {
    if (!session.closed && session.needsCleaning) await session.clean();
    const holder = this.#holders.get(session);
    this.#holders.delete(session);
    if (holder) this.#turns.ended(holder.member, this.#tickCount, performance.now() - holder.sinceMs);
    if (!session.closed) this.#handOut(session);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#ticker);
    await Promise.all([...this.#sessions].map((session) => session.close()));
  }

  #requireRoom(member: Member<Waiter>): void {
    const { queueSize, callerQueueSize } = this.#options;
    if (member.key !== undefined && member.line.length >= callerQueueSize) throw shareUsedUp();
    if (this.#turns.length < queueSize) return;
    const refusal = this.#refusalOf(member, 'too many requests are waiting');
    this.#turns.forgetIfGone(member);
    throw refusal;
  }

  #wait(caller: Caller, member: Member<Waiter>): Promise<Session> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { start: resolve, refuse: reject, joinedTick: this.#tickCount };
      const entry = this.#turns.join(member, waiter, performance.now());
      caller.onGone(() => {
        this.#turns.leave(member, entry);
        reject(callerGone());
      });
      this.#ticker ??= setInterval(() => this.#tick(), tickMs);
    });
  }

  #hold(session: Session, member: Member<Waiter>): void {
    this.#holders.set(session, { member, sinceMs: performance.now(), sinceTick: this.#tickCount });
  }

  #handOut(freed: Session): void {
    this.#lastFreedTick = this.#tickCount;
    this.#idle.push(freed);
    while (this.#idle.length > 0) {
      const next = this.#turns.next();
      const session = next && this.#idle.pop();
      if (!session) return;
      this.#hold(session, next.member);
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
    for (const member of this.#turns.waiters()) {
      for (let entry = member.line.first; entry; entry = member.line.first) {
        this.#turns.leave(member, entry);
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
    for (const member of this.#turns.waiters()) {
      for (let entry = member.line.first; entry; entry = member.line.first) {
        const hasUsedUp = this.#turns.hasUsedUpShare(member);
        const isTooLate = nowMs - entry.sinceMs > maxWaitMs;
        if (!isTooLate && !this.#isStalled(member, entry.item, hasUsedUp)) break;
        const refusal = this.#refusalOf(member, 'no connection became free in time');
        if (member.key === undefined) this.#systemRefusedTick = this.#tickCount;
        this.#turns.leave(member, entry);
        entry.item.refuse(refusal);
      }
    }
    if (this.#turns.hasNext) this.#openMore(this.#turns.length);
    if (this.#turns.length > 0) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  // A caller who waits for callers' statements to end is told so while Postgres answers.
  #refusalOf(member: Member<Waiter>, trouble: string): Refusal {
    if (this.#turns.mayStart(member) || this.#isSystemStuck()) return poolExhausted(trouble);
    return this.#turns.hasUsedUpShare(member) ? shareUsedUp() : callerSessionsUsedUp();
  }

  /** Whether no statement of the system, which has reserved sessions, has got through for as long as callers wait. */
  #isSystemStuck(): boolean {
    const system = this.#turns.member(undefined);
    const beforeTick = this.#tickCount - this.#options.callerStallMs / tickMs;
    if (this.#systemRefusedTick > Math.max(system.lastEndedTick, beforeTick)) return true;
    if (system.lastEndedTick >= beforeTick) return false;
    return [...this.#holders.values()].some(
      ({ member, sinceTick }) => member === system && sinceTick < beforeTick,
    );
  }

  // While connections become free, the queue moves and waiting makes sense: connections of the pool, or
  // the caller's own once its share is used up. Counting ticks, not time, keeps a busy period of
  // this process from looking like a stalled database: between two ticks the process could have
  // heard from it.
  #isStalled(member: Member<Waiter>, waiter: Waiter, hasUsedUp: boolean): boolean {
    const { queueStallMs, callerStallMs } = this.#options;
    const lastFreedTick = hasUsedUp ? member.lastEndedTick : this.#lastFreedTick;
    const stalledTicks = this.#tickCount - Math.max(waiter.joinedTick, lastFreedTick);
    return stalledTicks * tickMs > (hasUsedUp ? callerStallMs : queueStallMs);
  }
}
