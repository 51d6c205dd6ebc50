import type { Cursor } from '../../change.ts';
import { othersTurn } from '../../others-turn.ts';
import type { ChangeLog } from '../log/change-log.ts';
import type { LoggedItem } from '../log/chunk-text.ts';
import type { KnownRowTypes } from '../log/row-type-store.ts';
import type { Lsn } from '../lsn.ts';

const CHUNK_CHARACTERS = 128 * 1024;
/** What may be received and not yet be on the disk. */
const MAX_WAITING_CHARACTERS = 4 * 1024 * 1024;

/** What can be seen from now on. */
export interface Shown {
  /** Undefined where it is too much to keep in memory: it is in the log. */
  items: LoggedItem[] | undefined;
  through: Cursor;
  /** Where the last commit of it ends. */
  position: Lsn;
}

/** Everything up to a cursor is told as lost. */
interface Lost {
  through: Cursor;
  reason: string;
}

export interface LedgerOptions {
  log: ChangeLog;
  /** Resolves when everything written so far is on the disk. */
  sync(): Promise<void>;
  /** Everything up to this place is stored. */
  acknowledge(position: Lsn): void;
  show(shown: Shown): void;
  /** It can't be written. */
  fail(error: unknown): void;
}

/**
 * Writes transactions into the log, several at once when they come faster than the disk takes them, and those that
 * are long as they come; nothing of one can be seen before its end. What is acknowledged and shown is on the disk.
 */
export class Ledger {
  readonly #options: LedgerOptions;
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

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Whether what was received has to get to the disk before more is. */
  get isFull(): boolean {
    return this.#waitingCharacters >= MAX_WAITING_CHARACTERS;
  }

  /** Takes a change of the transaction that is open. */
  add(item: LoggedItem): void {
    this.#open.push(item);
    this.#openCharacters += item.type === 'row' ? item.payload.length : 64;
    if (this.#openCharacters >= CHUNK_CHARACTERS) this.#spill();
  }

  /** Remembers the shape of a table once the open transaction has ended. */
  noteShape(relid: number, shape: string): void {
    this.#shapes.set(relid, shape);
  }

  /** Remembers what is known of the composite types of a table once the open transaction has ended. */
  noteRowTypes(relid: number, known: KnownRowTypes): void {
    this.#rowTypes.set(relid, known);
  }

  /** Has every reader told, once the open transaction has ended, that something up to a cursor is lost. */
  lose(through: Cursor, reason: string): void {
    this.#openLost = { through, reason };
  }

  /** The open transaction has ended. */
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

  /** Resolves when everything received so far is on the disk. */
  async settle(): Promise<void> {
    if (this.#flushing) return this.#flushing;
    await this.#options.sync();
    this.#waitingCharacters = 0;
    await othersTurn();
  }

  /** Whether nothing is open and nothing waits. */
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
