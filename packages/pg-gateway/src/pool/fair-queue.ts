import { type QueueEntry, WaitQueue } from './wait-queue.ts';

/** A caller that holds sessions or waits for one. The system is one too, but has no share. */
export class QueuedCaller<T> {
  /** Undefined for the system. */
  readonly key: string | undefined;
  readonly waiting = new WaitQueue<T>();
  /** How many sessions it holds. */
  running = 0;
  /** How many quick statements it has run since its last slow one. */
  quickStatements = 0;
  /** When one of its sessions last became free, in ticks of the pool. */
  lastEndedTick = 0;

  constructor(key: string | undefined) {
    this.key = key;
  }
}

export interface FairQueueOptions {
  /** Sessions of the pool. */
  size: number;
  /** Sessions that one caller may hold at once, plus one for each quick statement since its last slow one. */
  share: number;
}

const slowMs = 100;

/**
 * Decides which caller gets the next session: the system first, then the caller that holds the fewest, in order of
 * arrival. A fifth of the sessions is reserved for the system, and a fifth of the rest for callers that hold none.
 */
export class FairQueue<T> {
  /** How many sessions all callers together may hold. */
  readonly #callerSessions: number;
  /** How many of those a caller can get that already holds one. */
  readonly #sharedSessions: number;
  readonly #share: number;
  readonly #system = new QueuedCaller<T>(undefined);
  readonly #callers = new Map<string, QueuedCaller<T>>();
  /** Waiting callers, by how many sessions they hold. */
  readonly #waiting: Set<QueuedCaller<T>>[];
  #held = 0;
  #length = 0;

  constructor({ size, share }: FairQueueOptions) {
    this.#callerSessions = fourFifths(size);
    this.#sharedSessions = fourFifths(this.#callerSessions);
    this.#share = Math.min(share, this.#sharedSessions);
    this.#waiting = Array.from({ length: this.#sharedSessions + 1 }, () => new Set());
  }

  get length(): number {
    return this.#length;
  }

  /** The caller with the key; the system without one. */
  caller(key: string | undefined): QueuedCaller<T> {
    if (key === undefined) return this.#system;
    let caller = this.#callers.get(key);
    if (!caller) {
      caller = new QueuedCaller(key);
      this.#callers.set(key, caller);
    }
    return caller;
  }

  /** Forgets a caller that neither holds nor waits for a session. */
  forgetIfIdle(caller: QueuedCaller<T>): void {
    if (caller.key === undefined || caller.running > 0 || caller.waiting.length > 0) return;
    this.#callers.delete(caller.key);
  }

  /** Whether the caller may hold one more session if one is free. */
  mayStart(caller: QueuedCaller<T>): boolean {
    return caller === this.#system || (!this.hasUsedUpShare(caller) && this.#hasSession(caller.running));
  }

  /** Whether the caller must give a session back before it gets another. */
  hasUsedUpShare(caller: QueuedCaller<T>): boolean {
    const limit = Math.min(this.#share + caller.quickStatements, this.#sharedSessions);
    return caller !== this.#system && caller.running >= limit;
  }

  started(caller: QueuedCaller<T>): void {
    this.#addRunning(caller, 1);
  }

  ended(caller: QueuedCaller<T>, tick: number, tookMs: number): void {
    caller.quickStatements = tookMs < slowMs ? caller.quickStatements + 1 : 0;
    caller.lastEndedTick = tick;
    this.#addRunning(caller, -1);
    this.forgetIfIdle(caller);
  }

  join(caller: QueuedCaller<T>, item: T, sinceMs: number): QueueEntry<T> {
    this.#length += 1;
    if (caller.key !== undefined) this.#waiting[caller.running]?.add(caller);
    return caller.waiting.join(item, sinceMs);
  }

  /** Does nothing for an entry that has already left. */
  leave(caller: QueuedCaller<T>, entry: QueueEntry<T>): void {
    if (!entry.waiting) return;
    caller.waiting.leave(entry);
    this.#entryLeft(caller);
    this.forgetIfIdle(caller);
  }

  /** The next caller and its waiting item, which counts as started. Undefined when no waiting caller may start. */
  next(): { caller: QueuedCaller<T>; item: T } | undefined {
    const caller = this.#nextCaller();
    const item = caller?.waiting.shift();
    if (!caller || item === undefined) return undefined;
    this.#entryLeft(caller);
    this.#addRunning(caller, 1);
    return { caller, item };
  }

  get hasNext(): boolean {
    return this.#nextCaller() !== undefined;
  }

  *waitingCallers(): Iterable<QueuedCaller<T>> {
    if (this.#system.waiting.length > 0) yield this.#system;
    for (const callers of this.#waiting) yield* [...callers];
  }

  #hasSession(running: number): boolean {
    return this.#held < (running === 0 ? this.#callerSessions : this.#sharedSessions);
  }

  #nextCaller(): QueuedCaller<T> | undefined {
    if (this.#system.waiting.length > 0) return this.#system;
    for (const [running, callers] of this.#waiting.entries()) {
      if (callers.size === 0 || !this.#hasSession(running)) continue;
      for (const caller of callers) if (!this.hasUsedUpShare(caller)) return caller;
    }
    return undefined;
  }

  #addRunning(caller: QueuedCaller<T>, change: 1 | -1): void {
    if (caller.key === undefined) {
      caller.running += change;
      return;
    }
    this.#held += change;
    this.#waiting[caller.running]?.delete(caller);
    caller.running += change;
    if (caller.waiting.length > 0) this.#waiting[caller.running]?.add(caller);
  }

  #entryLeft(caller: QueuedCaller<T>): void {
    this.#length -= 1;
    if (caller.waiting.length === 0) this.#waiting[caller.running]?.delete(caller);
  }
}

function fourFifths(count: number): number {
  return Math.max(1, Math.floor((count * 4) / 5));
}
