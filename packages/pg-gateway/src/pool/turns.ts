import { type QueueEntry, WaitQueue } from './wait-queue.ts';

/** A caller that holds sessions or waits for one. The system, which has no share, is also a member. */
export class Member<T> {
  readonly key: string | undefined;
  readonly line = new WaitQueue<T>();
  running = 0;
  /** How many of its statements have been quick since the last slow one. */
  quickOnes = 0;
  /** When one of its sessions last became free, in ticks of the pool. */
  lastEndedTick = 0;

  constructor(key: string | undefined) {
    this.key = key;
  }
}

export interface TurnsOptions {
  /** Sessions of the pool. */
  size: number;
  /** Sessions that one caller may hold at once, plus one for each quick statement since its last slow one. */
  share: number;
}

const slowMs = 100;

/**
 * Decides who gets the next session: the system first, then the caller with the fewest, in the order of asking. Callers
 * never get a fifth of the sessions, and a fifth of the others is kept for callers who have none yet.
 */
export class Turns<T> {
  readonly #callerSessions: number;
  readonly #sharedSessions: number;
  readonly #share: number;
  readonly #system = new Member<T>(undefined);
  readonly #callers = new Map<string, Member<T>>();
  /** Waiting callers, by how many sessions they hold. */
  readonly #waiting: Set<Member<T>>[];
  #held = 0;
  #length = 0;

  constructor({ size, share }: TurnsOptions) {
    this.#callerSessions = fourFifths(size);
    this.#sharedSessions = fourFifths(this.#callerSessions);
    this.#share = Math.min(share, this.#sharedSessions);
    this.#waiting = Array.from({ length: this.#sharedSessions + 1 }, () => new Set());
  }

  get length(): number {
    return this.#length;
  }

  /** The caller of the key, or the system without one. */
  member(key: string | undefined): Member<T> {
    if (key === undefined) return this.#system;
    let member = this.#callers.get(key);
    if (!member) {
      member = new Member(key);
      this.#callers.set(key, member);
    }
    return member;
  }

  /** Call it for a member that may neither hold nor wait for a session any more. */
  forgetIfGone(member: Member<T>): void {
    if (member.key === undefined || member.running > 0 || member.line.length > 0) return;
    this.#callers.delete(member.key);
  }

  /** Whether it may hold one more session if one is free. */
  mayStart(member: Member<T>): boolean {
    return member === this.#system || (!this.hasUsedUpShare(member) && this.#hasSession(member.running));
  }

  /** Whether it has to give a session back before it gets another. */
  hasUsedUpShare(member: Member<T>): boolean {
    const limit = Math.min(this.#share + member.quickOnes, this.#sharedSessions);
    return member !== this.#system && member.running >= limit;
  }

  started(member: Member<T>): void {
    this.#count(member, 1);
  }

  ended(member: Member<T>, tick: number, tookMs: number): void {
    member.quickOnes = tookMs < slowMs ? member.quickOnes + 1 : 0;
    member.lastEndedTick = tick;
    this.#count(member, -1);
    this.forgetIfGone(member);
  }

  join(member: Member<T>, item: T, sinceMs: number): QueueEntry<T> {
    this.#length += 1;
    if (member.key !== undefined) this.#waiting[member.running]?.add(member);
    return member.line.join(item, sinceMs);
  }

  /** Does nothing for a position that has been left already. */
  leave(member: Member<T>, entry: QueueEntry<T>): void {
    if (!entry.waiting) return;
    member.line.leave(entry);
    this.#left(member);
    this.forgetIfGone(member);
  }

  /** The next member and its waiting item, which counts as started. Undefined when no waiting member may start. */
  next(): { member: Member<T>; item: T } | undefined {
    const member = this.#nextMember();
    const item = member?.line.shift();
    if (!member || item === undefined) return undefined;
    this.#left(member);
    this.#count(member, 1);
    return { member, item };
  }

  get hasNext(): boolean {
    return this.#nextMember() !== undefined;
  }

  /** Everything that waits. */
  *waiters(): Iterable<Member<T>> {
    if (this.#system.line.length > 0) yield this.#system;
    for (const members of this.#waiting) yield* [...members];
  }

  #hasSession(running: number): boolean {
    return this.#held < (running === 0 ? this.#callerSessions : this.#sharedSessions);
  }

  #nextMember(): Member<T> | undefined {
    if (this.#system.line.length > 0) return this.#system;
    for (const [running, members] of this.#waiting.entries()) {
      if (members.size === 0 || !this.#hasSession(running)) continue;
      for (const member of members) if (!this.hasUsedUpShare(member)) return member;
    }
    return undefined;
  }

  #count(member: Member<T>, change: 1 | -1): void {
    if (member.key === undefined) {
      member.running += change;
      return;
    }
    this.#held += change;
    this.#waiting[member.running]?.delete(member);
    member.running += change;
    if (member.line.length > 0) this.#waiting[member.running]?.add(member);
  }

  #left(member: Member<T>): void {
    this.#length -= 1;
    if (member.line.length === 0) this.#waiting[member.running]?.delete(member);
  }
}

function fourFifths(count: number): number {
  return Math.max(1, Math.floor((count * 4) / 5));
}
