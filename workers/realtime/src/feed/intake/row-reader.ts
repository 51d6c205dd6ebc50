import type { ChangeKind } from '../../change.ts';
import type { Message } from '../pgoutput/message.ts';
import type { Relation } from '../pgoutput/relation.ts';
import { keyJson, rowJson } from '../pgoutput/row-json.ts';
import { NULL, Tuple } from '../pgoutput/tuple.ts';

/** A change of a row as its message has it. */
export interface ReadChange {
  kind: ChangeKind;
  /** How its payload begins. */
  opening: string;
  isPartial: boolean;
}

const code = (letter: string) => letter.charCodeAt(0);
const NEW_ROW = code('N');
const WHOLE_OLD_ROW = code('O');
const OLD_KEY = code('K');
/** After the kind of message, the table and the kind of row. */
const ROW_AT = 6;

/** Makes JSON of the rows in messages. Everything throws when the message is not one of its kind. */
export class RowReader {
  readonly #row = new Tuple();
  readonly #old = new Tuple();

  insert(relation: Relation, message: Message): ReadChange {
    this.readNew(relation, message);
    return {
      kind: 'INSERT',
      opening: `${relation.opening}${rowJson(relation, message, this.#row)},"old":null`,
      isPartial: !relation.isWhole,
    };
  }

  /** The row of an insert. */
  readNew(relation: Relation, message: Message): Tuple {
    requireKind(message, ROW_AT - 1, [NEW_ROW]);
    this.#read(this.#row, relation, message, ROW_AT);
    return this.#row;
  }

  /** A key that stays as it was is not sent apart: it is that of the new row. */
  update(relation: Relation, message: Message): ReadChange {
    const identity = requireKind(message, ROW_AT - 1, [NEW_ROW, WHOLE_OLD_ROW, OLD_KEY]);
    const newAt = identity === NEW_ROW ? ROW_AT - 1 : this.#read(this.#old, relation, message, ROW_AT);
    requireKind(message, newAt, [NEW_ROW]);
    this.#read(this.#row, relation, message, newAt + 1);
    const isWhole = this.#isOldWhole(relation, identity);
    const row = rowJson(relation, message, this.#row, isWhole ? this.#old : undefined);
    const key = identity === NEW_ROW ? this.#row : this.#old;
    const old = isWhole ? rowJson(relation, message, this.#old) : keyJson(relation, message, key);
    return { kind: 'UPDATE', opening: `${relation.opening}${row},"old":${old}`, isPartial: !isWhole };
  }

  delete(relation: Relation, message: Message): ReadChange {
    const identity = requireKind(message, ROW_AT - 1, [WHOLE_OLD_ROW, OLD_KEY]);
    this.#read(this.#old, relation, message, ROW_AT);
    const isWhole = this.#isOldWhole(relation, identity);
    const old = (isWhole ? rowJson : keyJson)(relation, message, this.#old);
    return { kind: 'DELETE', opening: `${relation.opening}null,"old":${old}`, isPartial: !isWhole };
  }

  /** Postgres announces a key also of a partitioned table whose partitions log more: then other columns have values too. */
  #isOldWhole({ columns }: Relation, identity: number): boolean {
    if (identity !== OLD_KEY) return identity === WHOLE_OLD_ROW;
    return columns.some(({ isKey }, i) => !isKey && this.#old.starts[i] !== NULL);
  }

  #read(tuple: Tuple, { columns }: Relation, { bytes }: Message, from: number): number {
    const end = tuple.read(bytes, from);
    if (tuple.length !== columns.length) throw new RangeError('a row has other columns than its table');
    return end;
  }
}

function requireKind({ bytes }: Message, at: number, kinds: number[]): number {
  const kind = bytes.readUInt8(at);
  if (!kinds.includes(kind)) throw new RangeError('a row is of an unknown kind');
  return kind;
}
