import type { ChangeKind } from '../../change.ts';
import type { PgoutputMessage } from '../pgoutput/message.ts';
import type { Relation } from '../pgoutput/relation.ts';
import { keyJson, rowJson } from '../pgoutput/row-json.ts';
import { NULL, Tuple } from '../pgoutput/tuple.ts';

/** A change of a row, as read from its message. */
export interface ReadChange {
  kind: ChangeKind;
  /** The beginning of its payload. */
  opening: string;
  isPartial: boolean;
}

const code = (letter: string) => letter.charCodeAt(0);
const NEW_ROW = code('N');
const WHOLE_OLD_ROW = code('O');
const OLD_KEY = code('K');
/** After the message kind, the table and the row kind. */
const ROW_AT = 6;
const UNKNOWN_KIND = 'a row is of an unknown kind';

/** Makes JSON from the rows in messages. Every method throws if the message has another form. */
export class RowReader {
  readonly #row = new Tuple();
  readonly #old = new Tuple();

  insert(relation: Relation, message: PgoutputMessage): ReadChange {
    this.readNew(relation, message);
    return {
      kind: 'INSERT',
      opening: `${relation.opening}${rowJson(relation, message, this.#row)},"old":null`,
      isPartial: !relation.isWhole,
    };
  }

  /** The inserted row. */
  readNew(relation: Relation, message: PgoutputMessage): Tuple {
    requireNew(message, ROW_AT - 1);
    this.#read(this.#row, relation, message, ROW_AT);
    return this.#row;
  }

  /** Postgres omits an unchanged key: it is then in the new row. */
  update(relation: Relation, message: PgoutputMessage): ReadChange {
    const identity = message.bytes[ROW_AT - 1] ?? 0;
    const newAt = identity === NEW_ROW ? ROW_AT - 1 : this.#readOld(identity, relation, message);
    requireNew(message, newAt);
    this.#read(this.#row, relation, message, newAt + 1);
    const isWhole = this.#isOldWhole(relation, identity);
    const row = rowJson(relation, message, this.#row, isWhole ? this.#old : undefined);
    const key = identity === NEW_ROW ? this.#row : this.#old;
    const old = isWhole ? rowJson(relation, message, this.#old) : keyJson(relation, message, key);
    return { kind: 'UPDATE', opening: `${relation.opening}${row},"old":${old}`, isPartial: !isWhole };
  }

  delete(relation: Relation, message: PgoutputMessage): ReadChange {
    const identity = message.bytes[ROW_AT - 1] ?? 0;
    this.#readOld(identity, relation, message);
    const isWhole = this.#isOldWhole(relation, identity);
    const old = (isWhole ? rowJson : keyJson)(relation, message, this.#old);
    return { kind: 'DELETE', opening: `${relation.opening}null,"old":${old}`, isPartial: !isWhole };
  }

  /**
   * A partitioned table may announce only a key while its partitions log whole rows: then other columns have
   * values too.
   */
  #isOldWhole({ columns }: Relation, identity: number): boolean {
    if (identity !== OLD_KEY) return identity === WHOLE_OLD_ROW;
    return columns.some(({ isKey }, i) => !isKey && this.#old.starts[i] !== NULL);
  }

  #readOld(identity: number, relation: Relation, message: PgoutputMessage): number {
    if (identity !== WHOLE_OLD_ROW && identity !== OLD_KEY) throw new RangeError(UNKNOWN_KIND);
    return this.#read(this.#old, relation, message, ROW_AT);
  }

  #read(tuple: Tuple, { columns }: Relation, { bytes }: PgoutputMessage, from: number): number {
    const end = tuple.read(bytes, from);
    if (tuple.length !== columns.length) throw new RangeError('a row has other columns than its table');
    return end;
  }
}

function requireNew({ bytes }: PgoutputMessage, at: number): void {
  if (bytes[at] !== NEW_ROW) throw new RangeError(UNKNOWN_KIND);
}
