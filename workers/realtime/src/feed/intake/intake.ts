import type { TableChange } from '../../change.ts';
import { type DescribeTypes, findShapes } from '../json/catalog-types.ts';
import { type Lsn, readLsn } from '../lsn.ts';
import { Message } from '../pgoutput/message.ts';
import { type Relation, readRelation, shapeOf, toRelation } from '../pgoutput/relation.ts';
import { keyJson, rowJson } from '../pgoutput/row-json.ts';
import { timestampText } from '../pgoutput/timestamp.ts';
import { Tuple } from '../pgoutput/tuple.ts';
import type { Ledger } from './ledger.ts';
import { readRights } from './rights.ts';
import { Transaction } from './transaction.ts';

export interface IntakeOptions {
  epoch: string;
  /** The last commit that is stored: it and those before it may come again. */
  stored: Lsn;
  /** Whether it must come again, because Postgres was not told of it. */
  expectsStored: boolean;
  /** As tables were last seen. */
  shapes: Map<number, string>;
  ledger: Ledger;
  describeTypes: DescribeTypes;
}

/** What Postgres sends is not what is stored: it was put back to an older state. */
export class OtherHistoryError extends Error {}

const code = (letter: string) => letter.charCodeAt(0);
const NEW_ROW = code('N');
const WHOLE_OLD_ROW = code('O');
/** A change above this is not kept: it could not be handed on in one piece. */
const MAX_CHANGE_BYTES = 8 * 1024 * 1024;
/** Behind the kind of message, the table and the kind of row. */
const ROW_AT = 6;

/** Turns the messages of one connection into items of the ledger. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #relations = new Map<number, Relation>();
  readonly #row = new Tuple();
  readonly #old = new Tuple();
  readonly #handlers: ((message: Message) => Promise<void> | void)[] = [];
  #expectsStored: boolean;
  #transaction: Transaction | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#expectsStored = options.expectsStored;
    this.#handlers[code('I')] = this.#ofRow((transaction, message) => this.#insert(transaction, message));
    this.#handlers[code('U')] = this.#ofRow((transaction, message) => this.#update(transaction, message));
    this.#handlers[code('D')] = this.#ofRow((transaction, message) => this.#delete(transaction, message));
    this.#handlers[code('B')] = (message) => this.#begin(message);
    this.#handlers[code('C')] = (message) => this.#commit(message);
    this.#handlers[code('R')] = (message) => this.#describe(message);
    this.#handlers[code('T')] = (message) => this.#truncate(message);
    this.#handlers[code('M')] = (message) => this.#addRights(message);
    this.#handlers[code('Y')] = () => {};
    this.#handlers[code('O')] = () => {};
  }

  get isBetweenTransactions(): boolean {
    return this.#transaction === undefined;
  }

  /** Takes a message. A promise has to be waited for before the next one. Throws OtherHistoryError. */
  take(bytes: Buffer): Promise<void> | undefined {
    const handle = this.#handlers[bytes[0] ?? 0];
    if (!handle) throw new Error(`pgoutput sent a message of an unknown kind: ${bytes[0]}`);
    const work = handle(new Message(bytes));
    if (work) return work;
    return this.#options.ledger.isFull ? this.#options.ledger.settle() : undefined;
  }

  #begin({ bytes }: Message): void {
    const { epoch, stored } = this.#options;
    const lsn = readLsn(bytes, 1);
    if (this.#expectsStored && lsn > stored)
      throw new OtherHistoryError('the last stored commit did not come');
    if (lsn === stored) this.#expectsStored = false;
    const timestamp = timestampText(bytes.readBigInt64BE(9));
    const xid = bytes.readUInt32BE(17);
    this.#transaction = new Transaction({ epoch, lsn, xid, timestamp, isRepeated: lsn <= stored });
  }

  #commit({ bytes }: Message): void {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    const end = readLsn(bytes, 10);
    if (transaction && !transaction.isRepeated) this.#options.ledger.commit(transaction.last, end);
  }

  async #describe(message: Message): Promise<void> {
    const { shapes, ledger, describeTypes } = this.#options;
    const described = readRelation(message);
    const { relid, columns } = described;
    const oids = columns.map(({ type }) => type);
    this.#relations.set(relid, toRelation(described, await findShapes(oids, describeTypes)));
    const transaction = this.#fresh();
    if (!transaction) return;
    const [known, shape] = [shapes.get(relid), shapeOf(described)];
    if (known === shape) return;
    shapes.set(relid, shape);
    ledger.noteShape(relid, shape);
    this.#addTableChange(transaction, relid, known === undefined ? 'seen' : 'altered', described.name);
  }

  #ofRow(take: (transaction: Transaction, message: Message) => void) {
    return (message: Message): void => {
      const transaction = this.#fresh();
      if (!transaction) return;
      if (message.bytes.length <= MAX_CHANGE_BYTES) take(transaction, message);
      else this.#addTableChange(transaction, message.bytes.readUInt32BE(1), 'truncated');
    };
  }

  #insert(transaction: Transaction, message: Message): void {
    const relation = this.#relationOf(message);
    this.#row.read(message.bytes, ROW_AT);
    const opening = `${relation.opening}${rowJson(relation, message, this.#row)},"old":null`;
    this.#options.ledger.add(transaction.row(relation.relid, 'INSERT', opening));
  }

  #update(transaction: Transaction, message: Message): void {
    const relation = this.#relationOf(message);
    const { bytes } = message;
    const identity = bytes[ROW_AT - 1];
    const end = identity === NEW_ROW ? ROW_AT - 1 : this.#old.read(bytes, ROW_AT);
    this.#row.read(bytes, end + 1);
    const row = rowJson(relation, message, this.#row, identity === WHOLE_OLD_ROW ? this.#old : undefined);
    const old = identity === NEW_ROW ? 'null' : this.#oldJson(relation, message);
    this.#options.ledger.add(
      transaction.row(relation.relid, 'UPDATE', `${relation.opening}${row},"old":${old}`),
    );
  }

  #delete(transaction: Transaction, message: Message): void {
    const relation = this.#relationOf(message);
    this.#old.read(message.bytes, ROW_AT);
    const opening = `${relation.opening}null,"old":${this.#oldJson(relation, message)}`;
    this.#options.ledger.add(transaction.row(relation.relid, 'DELETE', opening));
  }

  #truncate({ bytes }: Message): void {
    const transaction = this.#fresh();
    if (!transaction) return;
    for (let i = 0; i < bytes.readUInt32BE(1); i += 1) {
      this.#addTableChange(transaction, bytes.readUInt32BE(ROW_AT + 4 * i), 'truncated');
    }
  }

  #addTableChange(transaction: Transaction, relid: number, what: TableChange['what'], name?: string): void {
    const named = name === undefined ? {} : { name };
    this.#options.ledger.add({ type: 'table', cursor: transaction.next(), relid, what, ...named });
  }

  #addRights(message: Message): void {
    const transaction = this.#fresh();
    const rights = readRights(message);
    if (!transaction || !rights) return;
    const { xid } = transaction;
    this.#options.ledger.add({ type: 'rights', cursor: transaction.next(), xid, ...rights });
  }

  /** The transaction that is open, unless it is stored already. */
  #fresh(): Transaction | undefined {
    return this.#transaction?.isRepeated ? undefined : this.#transaction;
  }

  #relationOf({ bytes }: Message): Relation {
    const relation = this.#relations.get(bytes.readUInt32BE(1));
    if (!relation) throw new Error('pgoutput sent a change of a table that it has not described');
    return relation;
  }

  #oldJson(relation: Relation, message: Message): string {
    const isWhole = message.bytes[ROW_AT - 1] === WHOLE_OLD_ROW;
    return isWhole ? rowJson(relation, message, this.#old) : keyJson(relation, message, this.#old);
  }
}
