import type { Caller } from './caller.ts';
import type { GatewayOptions } from './options.ts';
import type { SchemaVersion } from './prepared-statements.ts';
import { callerGone, cannotConnect, poolExhausted, type Refusal } from './refusal.ts';
import { clientConfig } from './server-address.ts';
import { Session } from './session.ts';
import { unknownSetting } from './session-settings.ts';
import { type Place, WaitingLine } from './waiting-line.ts';

const retryAfterMs = 100;
const tickMs = 50;
const maxWaitMs = 10_000;

/** The connections of one role. */
export interface PoolOptions
  extends Pick<
    GatewayOptions,
    'databaseUrl' | 'queueSize' | 'queueStallMs' | 'statementTimeoutMs' | 'maxResponseBytes'
  > {
  size: number;
  /** What its sessions begin with, besides what all do. */
  settings?: Record<string, string>;
  schema: SchemaVersion;
  onConnectError: (error: unknown) => void;
  /** Mends the role after a failed login; resolves with whether another try makes sense. */
  repair?: ((error: unknown) => Promise<boolean>) | undefined;
}

export interface PoolCounts {
  active: number;
  idle: number;
  waiting: number;
  prepared: number;
}

interface Waiter {
  start: (session: Session) => void;
  refuse: (refusal: Refusal) => void;
  joinedTick: number;
}

/** The connections of the gateway: opened when needed, kept, replaced when they die, handed out in turn. */
export class SessionPool {
  readonly #options: PoolOptions;
  readonly #unknownSettings = new Set<string>();
  readonly #sessions = new Set<Session>();
  readonly #idle: Session[] = [];
  readonly #waiting = new WaitingLine<Waiter>();
  #opening = 0;
  #nextAttemptMs = 0;
  #tickCount = 0;
  #lastFreedTick = 0;
  #closed = false;
  #ticker: NodeJS.Timeout | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  get counts(): PoolCounts {
    let prepared = 0;
    for (const session of this.#sessions) prepared += session.preparedCount;
    const idle = this.#idle.length;
    return { active: this.#sessions.size - idle, idle, waiting: this.#waiting.length, prepared };
  }

  /** A session for the caller alone, or a rejection with a Refusal. Give it back with `release`. */
  acquire(caller: Caller): Session | Promise<Session> {
    const session = this.#idle.pop();
    if (session) return session;
    this.#openMore(1);
    if (this.#waiting.length >= this.#options.queueSize) throw poolExhausted('too many requests are waiting');
    return this.#wait(caller);
  }

  async release(session: Session): Promise<void> {
    if (!session.closed && session.needsCleaning) await session.clean();
    if (!session.closed) this.#handOut(session);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#ticker);
    await Promise.all([...this.#sessions].map((session) => session.close()));
  }

  #wait(caller: Caller): Promise<Session> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { start: resolve, refuse: reject, joinedTick: this.#tickCount };
      const place: Place<Waiter> = this.#waiting.join(waiter, performance.now());
      caller.onGone(() => {
        this.#waiting.leave(place);
        reject(callerGone());
      });
      this.#ticker ??= setInterval(() => this.#tick(), tickMs);
    });
  }

  #handOut(session: Session): void {
    this.#lastFreedTick = this.#tickCount;
    const waiter = this.#waiting.shift();
    if (waiter) waiter.start(session);
    else this.#idle.push(session);
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
      session = await this.#connect();
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

  async #connect(mayRepair = true): Promise<Session> {
    const { databaseUrl, statementTimeoutMs, settings, maxResponseBytes, schema, repair } = this.#options;
    const config = clientConfig(databaseUrl, statementTimeoutMs, settings, this.#unknownSettings);
    const session = new Session(config, maxResponseBytes, schema);
    try {
      await session.open();
      return session;
    } catch (error) {
      session.destroy();
      const unknown = unknownSetting(error);
      if (unknown && !this.#unknownSettings.has(unknown)) {
        this.#unknownSettings.add(unknown);
        return this.#connect(mayRepair);
      }
      if (mayRepair && repair && (await repair(error))) return this.#connect(false);
      throw error;
    }
  }

  #connectFailed(error: unknown): void {
    this.#nextAttemptMs = performance.now() + retryAfterMs;
    this.#options.onConnectError(error);
    if (this.#sessions.size > 0 || this.#opening > 0) return;
    for (let waiter = this.#waiting.shift(); waiter; waiter = this.#waiting.shift()) {
      waiter.refuse(cannotConnect());
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
    for (
      let place = this.#waiting.first;
      place && this.#isOverdue(place, nowMs);
      place = this.#waiting.first
    ) {
      this.#waiting.leave(place);
      place.item.refuse(poolExhausted('no connection has come free in time'));
    }
    this.#openMore(this.#waiting.length);
    if (this.#waiting.length > 0) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  // While connections come free the line moves, and waiting in it makes sense. Counting ticks, not
  // time, keeps a busy spell of this process from looking like a stalled database: between two ticks
  // there was a chance to hear from it.
  #isOverdue({ item, sinceMs }: Place<Waiter>, nowMs: number): boolean {
    const stalledTicks = this.#tickCount - Math.max(item.joinedTick, this.#lastFreedTick);
    return stalledTicks * tickMs > this.#options.queueStallMs || nowMs - sinceMs > maxWaitMs;
  }
}
