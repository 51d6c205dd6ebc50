import type { Cursor } from '../../change.ts';
import { yieldToEventLoop } from '../../yield-to-event-loop.ts';
import type { ChangeLog } from '../log/change-log.ts';
import type { LoggedItem } from '../log/chunk-text.ts';
import type { KnownRowTypes } from '../log/row-type-store.ts';
import type { Lsn } from '../lsn.ts';

const CHUNK_CHARACTERS = 128 * 1024;
/** The limit of received characters that are not on disk yet. */
const MAX_WAITING_CHARACTERS = 4 * 1024 * 1024;

/** What readers can see from now on. */
export interface Shown {
  /** Undefined if it is too large for memory; then it is only in the log. */
  items: LoggedItem[] | undefined;
  through: Cursor;
  /** Where its last commit ends. */
  position: Lsn;
}

/** Everything up to the cursor is reported as lost. */
interface Lost {
  through: Cursor;
  reason: string;
}

export interface TransactionWriterOptions {
  log: ChangeLog;
  /** Resolves when everything written so far is on disk. */
  sync(): Promise<void>;
  /** Everything up to this position is stored. */
  acknowledge(position: Lsn): void;
  show(shown: Shown): void;
  /** Writing has failed. */
  fail(error: unknown): void;
}

/**
 * Writes transactions to the log: several at once if they come faster than the disk, long ones in parts.
 * Readers see no part of an unfinished transaction. Only what is on disk is acknowledged and shown.
 */
export class TransactionWriter {
  readonly #options: TransactionWriterOptions;
  #open: LoggedItem[] = [];
  #openCharacters = 0;
  #openIsInLog = false;
  #waiting: Shown | undefined;
  #waitingCharacters = 0;
  #shapes = new Map<number, string>();
  #rowTypes = new Map<number, KnownRowTypes>();
  #openLost: Lost | undefined;
  #lost: Lost | undefined;
  #flushing: Promise<void> | undefined;

  constructor(options: TransactionWriterOptions) {
    this.#options = options;
  }

  /** Whether received changes must reach the disk before more come. */
  get isFull(): boolean {
    return this.#waitingCharacters >= MAX_WAITING_CHARACTERS;
  }

  /** Adds a change to the open transaction. */
  add(item: LoggedItem): void {
    this.#open.push(item);
    this.#openCharacters += item.type === 'row' ? item.payload.length : 64;
    if (this.#openCharacters >= CHUNK_CHARACTERS) this.#spill();
  }

  /** Stores the shape of a table when the open transaction ends. */
  noteShape(relid: number, shape: string): void {
    this.#shapes.set(relid, shape);
  }

  /** Stores what is known about the composite types of a table when the open transaction ends. */
  noteRowTypes(relid: number, known: KnownRowTypes): void {
    this.#rowTypes.set(relid, known);
  }

  /** Reports a loss up to the cursor to every reader when the open transaction ends. */
  lose(through: Cursor, reason: string): void {
    this.#openLost = { through, reason };
  }

  /** Ends the open transaction. */
  commit(through: Cursor, position: Lsn): void {
    const before = this.#waiting?.items ?? [];
    const isInLog = this.#openIsInLog || (this.#waiting !== undefined && !this.#waiting.items);
    if (isInLog) for (const items of [before, this.#open]) this.#options.log.append(items);
    else for (const item of this.#open) before.push(item);
    this.#waiting = { items: isInLog ? undefined : before, through, position };
    this.#waitingCharacters += this.#openCharacters;
    this.#open = [];
    this.#openCharacters = 0;
    this.#openIsInLog = false;
    this.#lost = this.#openLost ?? this.#lost;
    this.#openLost = undefined;
    this.#flushing ??= this.#flush().catch(this.#options.fail);
  }

  /** Resolves when everything received so far is on disk. */
  async settle(): Promise<void> {
    if (this.#flushing) return this.#flushing;
    await this.#options.sync();
    this.#waitingCharacters = 0;
    await yieldToEventLoop();
  }

  /** Whether no transaction is open and nothing waits for the disk. */
  get isIdle(): boolean {
    return !this.#flushing && this.#open.length === 0 && !this.#openIsInLog;
  }

  #spill(): void {
    this.#options.log.append(this.#open);
    this.#waitingCharacters += this.#openCharacters;
    this.#open = [];
    this.#openCharacters = 0;
    this.#openIsInLog = true;
  }

  async #flush(): Promise<void> {
    const { log, sync, acknowledge, show } = this.#options;
    try {
      for (let taken = this.#waiting; taken; taken = this.#waiting) {
        this.#waiting = undefined;
        this.#waitingCharacters = 0;
        if (taken.items) log.append(taken.items);
        log.shapes.save(this.#shapes);
        this.#shapes = new Map();
        log.rowTypes.save(this.#rowTypes);
        this.#rowTypes = new Map();
        log.show(taken.through, taken.position);
        if (this.#lost) log.lose(this.#lost.through, this.#lost.reason);
        this.#lost = undefined;
        await sync();
        acknowledge(taken.position);
        show(taken);
      }
    } finally {
      this.#flushing = undefined;
    }
  }
}
