import type { Cursor, RowChange } from '../../change.ts';
import { hex8, type Lsn } from '../lsn.ts';
import type { ReadChange } from './row-reader.ts';

interface Beginning {
  epoch: string;
  /** The LSN of its commit: Postgres sends transactions after they end. */
  lsn: Lsn;
  xid: number;
  /** The time of its commit, as clients see it. */
  timestamp: string;
  /** Whether it is stored already. */
  isRepeated: boolean;
}

/** An open transaction. Numbers its changes. */
export class Transaction {
  readonly isRepeated: boolean;
  /** Of its commit. */
  readonly lsn: Lsn;
  /** The lower 32 bits of its number. */
  readonly xid: number;
  /** Tables with a change that was reported as lost. */
  readonly lost = new Set<number>();
  /** How many functions led to it. */
  depth = 0;
  readonly #cursorPrefix: string;
  readonly #payloadEnd: string;
  #index = 0;

  constructor({ epoch, lsn, xid, timestamp, isRepeated }: Beginning) {
    this.isRepeated = isRepeated;
    this.lsn = lsn;
    this.xid = xid;
    this.#cursorPrefix = `${epoch}:${lsn}:`;
    this.#payloadEnd = `,"commit_timestamp":"${timestamp}","cursor":"`;
  }

  /** The cursor of the next change. */
  next(): Cursor {
    this.#index += 1;
    return this.last;
  }

  /** The cursor of the last change. */
  get last(): Cursor {
    return this.#cursorPrefix + hex8(this.#index);
  }

  /** The next change, of a row. */
  row(relid: number, { kind, opening, isPartial }: ReadChange): RowChange {
    const cursor = this.next();
    const change: RowChange = {
      type: 'row',
      cursor,
      relid,
      kind,
      payload: `${opening}${this.#payloadEnd}${cursor}"}`,
    };
    if (isPartial) change.isPartial = true;
    if (this.depth > 0) change.depth = this.depth;
    return change;
  }
}
