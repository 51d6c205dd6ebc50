import type { ClientConfig } from 'pg';
import type { Caller } from './caller.ts';
import type { GatewayOptions } from './options.ts';
import type { SchemaVersion } from './prepared-statements.ts';
import { callerGone, cannotConnect, poolExhausted, type Refusal } from './refusal.ts';
import { clientConfig } from './server-address.ts';
import { Session } from './session.ts';
import { type Place, WaitingLine } from './waiting-line.ts';

const retryAfterMs = 100;
const tickMs = 50;
const maxWaitMs = 10_000;

interface Waiter {
  start: (session: Session) => void;
  refuse: (refusal: Refusal) => void;
  joinedTick: number;
}

/** The connections of the gateway: opened when needed, kept, replaced when they die, handed out in turn. */
export class SessionPool {
  readonly #options: GatewayOptions;
  readonly #config: ClientConfig;
  readonly #schema: SchemaVersion = { value: 0 };
  readonly #sessions = new Set<Session>();
  readonly #idle: Session[] = [];
  readonly #waiting = new WaitingLine<Waiter>();
  #opening = 0;
  #nextAttemptMs = 0;
  #tickCount = 0;
  #lastFreedTick = 0;
  #closed = false;
  #ticker: NodeJS.Timeout | undefined;
  #onConnectError: (error: unknown) => void;

  constructor(options: GatewayOptions, onConnectError: (error: unknown) => void) {
    this.#options = options;
    this.#config = clientConfig(options.databaseUrl, options.statementTimeoutMs);
    this.#onConnectError = onConnectError;
  }

  get counts(): { active: number; idle: number; waiting: number; prepared: number } {
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
    const room = this.#options.poolSize - this.#sessions.size - this.#opening;
    if (performance.now() < this.#nextAttemptMs) return;
    for (let count = Math.min(wanted, room); count > 0; count -= 1) void this.#open();
  }

  async #open(): Promise<void> {
    this.#opening += 1;
    const session = new Session(this.#config, this.#options.maxResponseBytes, this.#schema);
    try {
      await session.open();
      this.#opening -= 1;
    } catch (error) {
      session.destroy();
      this.#opening -= 1;
      this.#connectFailed(error);
      return;
    }
    if (session.closed) return;
    if (this.#closed) return void session.close();
    this.#sessions.add(session);
    session.onClosed = () => this.#forget(session);
    this.#handOut(session);
  }

  #connectFailed(error: unknown): void {
    this.#nextAttemptMs = performance.now() + retryAfterMs;
    this.#onConnectError(error);
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
