import type { TableChange } from '../../change.ts';
import { type DescribeTypes, findShapes } from '../json/catalog-types.ts';
import type { KnownRowTypes } from '../log/row-type-store.ts';
import { type Lsn, readLsn } from '../lsn.ts';
import { Message } from '../pgoutput/message.ts';
import {
  type Relation,
  type RelationMessage,
  readRelation,
  readTruncated,
  shapeOf,
  toRelation,
} from '../pgoutput/relation.ts';
import { timestampText } from '../pgoutput/timestamp.ts';
import type { Ledger } from './ledger.ts';
import { isOfRights, readTold } from './rights.ts';
import { type ReadChange, RowReader } from './row-reader.ts';
import { type Horizon, RowTypes } from './row-types.ts';
import { Transaction } from './transaction.ts';

export interface IntakeOptions {
  epoch: string;
  /** The last commit that is stored: it and those before it may come again. */
  stored: Lsn;
  /** Whether it must come again, because Postgres was not told of it. */
  expectsStored: boolean;
  /** As tables were last seen. */
  shapes: Map<number, string>;
  /** What was last known of the composite types of tables. */
  rowTypes: Map<number, KnownRowTypes>;
  /** From before the log is read. */
  horizon: Horizon;
  ledger: Ledger;
  describeTypes: DescribeTypes;
  /** A message could not be read and was left out. */
  skipped(kind: string, error: unknown): void;
}

/** What Postgres sends is not what is stored: it was put back to an older state. */
export class OtherHistoryError extends Error {}

/** Where a transaction begins or ends can't be read: nothing after it has a place. */
export class UnreadableLogError extends Error {}

/** A change above this is not kept: it could not be handed on in one piece. */
export const MAX_CHANGE_BYTES = 8 * 1024 * 1024;
const UPGRADED = 'SelfDB was upgraded. Read the rows again.';
const SKIPPED = 'Something in the log could not be read. Read the rows again.';

type Handler = (message: Message) => Promise<void> | void;
type Read = (relation: Relation, message: Message) => ReadChange;

/** Turns the messages of one connection into items of the ledger. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #relations = new Map<number, Relation>();
  readonly #rowTypes: RowTypes;
  readonly #reader = new RowReader();
  /** By the first byte. */
  readonly #handlers: Handler[] = [];
  #expectsStored: boolean;
  #transaction: Transaction | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#expectsStored = options.expectsStored;
    this.#rowTypes = new RowTypes(options.rowTypes);
    this.#rowTypes.addHorizon(options.horizon);
    const rows = this.#reader;
    const ignore = () => {};
    const handlers: Record<string, Handler> = {
      I: this.#ofRow((relation, message) => rows.insert(relation, message)),
      U: this.#ofRow((relation, message) => rows.update(relation, message)),
      D: this.#ofRow((relation, message) => rows.delete(relation, message)),
      B: (message) => this.#begin(message),
      C: (message) => this.#commit(message),
      R: (message) => this.#describe(message),
      T: (message) => this.#truncate(message),
      // Messages (M), which anybody may write, types and origins.
      ...{ M: ignore, Y: ignore, O: ignore },
    };
    for (const [kind, handle] of Object.entries(handlers)) this.#handlers[kind.charCodeAt(0)] = handle;
  }

  get isBetweenTransactions(): boolean {
    return this.#transaction === undefined;
  }

  /** Where the transaction is committed that is being received. */
  get openCommit(): Lsn | undefined {
    return this.#transaction?.lsn;
  }

  /**
   * Takes a message. A promise has to be waited for before the next one. What can't be read is left out, and told as lost.
   * Throws OtherHistoryError or UnreadableLogError.
   */
  take(bytes: Buffer): Promise<void> | undefined {
    const message = new Message(bytes);
    const handle = this.#handlers[bytes[0] ?? 0];
    const work = handle ? handle(message) : this.#skip(message, new RangeError('it is of an unknown kind'));
    if (work) return work;
    return this.#options.ledger.isFull ? this.#options.ledger.settle() : undefined;
  }

  #begin({ bytes }: Message): void {
    const { epoch, stored } = this.#options;
    if (bytes.length < 21) throw new UnreadableLogError('a transaction has no beginning');
    const lsn = readLsn(bytes, 1);
    if (this.#expectsStored && lsn > stored)
      throw new OtherHistoryError('the last stored commit did not come');
    if (lsn === stored) this.#expectsStored = false;
    const timestamp = timestampText(bytes.readBigInt64BE(9));
    const xid = bytes.readUInt32BE(17);
    this.#transaction = new Transaction({ epoch, lsn, xid, timestamp, isRepeated: lsn <= stored });
  }

  #commit({ bytes }: Message): void {
    if (bytes.length < 18) throw new UnreadableLogError('a transaction has no end');
    const transaction = this.#transaction;
    this.#transaction = undefined;
    const end = readLsn(bytes, 10);
    if (transaction && !transaction.isRepeated) this.#options.ledger.commit(transaction.last, end);
  }

  async #describe(message: Message): Promise<void> {
    const { shapes, ledger } = this.#options;
    const described = this.#read(message, () => readRelation(message));
    if (!described) {
      this.#relations.delete(message.relid);
      return;
    }
    const { relid } = described;
    await this.#readTypes(described);
    const transaction = this.#fresh();
    if (!transaction || isOfRights(described)) return;
    const [known, shape] = [shapes.get(relid), shapeOf(described)];
    if (known === shape) return;
    shapes.set(relid, shape);
    ledger.noteShape(relid, shape);
    this.#addTableChange(transaction, relid, known === undefined ? 'seen' : 'altered', described.name);
  }

  async #readTypes(described: RelationMessage): Promise<Relation> {
    const { ledger, describeTypes } = this.#options;
    const oids = described.columns.map(({ type }) => type);
    const found = await findShapes(oids, describeTypes);
    const relation = toRelation(described, found);
    this.#relations.set(relation.relid, relation);
    if (found.composites && this.#transaction) {
      const known = this.#rowTypes.take(relation.relid, found.composites, this.#transaction.lsn);
      if (known) ledger.noteRowTypes(relation.relid, known);
    }
    return relation;
  }

  #ofRow(read: Read): Handler {
    return (message) => {
      const transaction = this.#fresh();
      if (!transaction) return;
      const relation = this.#relations.get(message.relid);
      if (!relation) this.#skip(message, new RangeError('its table was not described'));
      else if (isOfRights(relation)) this.#takeRights(transaction, relation, message);
      else if (message.bytes.length > MAX_CHANGE_BYTES) this.#lose(transaction, relation.relid);
      else if (relation.hasComposites) return this.#addComposites(transaction, relation, message, read);
      else this.#addRow(transaction, relation, message, read);
    };
  }

  /** Adds a row whose composite values are printed as of its place, unless they may be made otherwise now. */
  #addComposites(
    transaction: Transaction,
    relation: Relation,
    message: Message,
    read: Read,
  ): Promise<void> | undefined {
    const { relid } = relation;
    const areKnown = this.#rowTypes.areKnown(relid, transaction.lsn);
    if (areKnown) this.#addRow(transaction, relation, message, read);
    else if (areKnown === false) this.#lose(transaction, relid, 'retyped');
    else {
      return this.#readTypes(relation).then((renewed) => {
        if (this.#rowTypes.areKnown(relid, transaction.lsn))
          this.#addRow(transaction, renewed, message, read);
        else this.#lose(transaction, relid, 'retyped');
      });
    }
    return undefined;
  }

  /** Every row passes here, so no closure is made for one. */
  #addRow(transaction: Transaction, relation: Relation, message: Message, read: Read): void {
    let change: ReadChange;
    try {
      change = read(relation, message);
    } catch (error) {
      this.#skip(message, error, relation);
      return;
    }
    this.#options.ledger.add(transaction.row(relation.relid, change));
  }

  #truncate(message: Message): void {
    const transaction = this.#fresh();
    if (!transaction) return;
    for (const relid of this.#read(message, () => readTruncated(message)) ?? []) {
      const relation = this.#relations.get(relid);
      if (!relation || !isOfRights(relation)) this.#lose(transaction, relid, 'truncated');
    }
  }

  #addTableChange(transaction: Transaction, relid: number, what: TableChange['what'], name?: string): void {
    const named = name === undefined ? {} : { name };
    this.#options.ledger.add({ type: 'table', cursor: transaction.next(), relid, what, ...named });
  }

  /** A row is inserted to tell something, and deleted at once. */
  #takeRights(transaction: Transaction, relation: Relation, message: Message): void {
    if (message.kind !== 'I') return;
    const { ledger } = this.#options;
    const told = this.#read(message, () =>
      readTold(relation, message, this.#reader.readNew(relation, message)),
    );
    if (!told) return;
    const { lsn: place, xid } = transaction;
    if (told.of === 'start') ledger.lose(transaction.next(), UPGRADED);
    else if (told.of === 'partitions') this.#lose(transaction, told.relid, 'repartitioned');
    else if (told.of === 'snapshot') this.#rowTypes.addHorizon({ place, xid, snapshot: told.snapshot });
    else ledger.add({ type: 'rights', cursor: transaction.next(), xid, ...told });
  }

  /** Undefined, and told as lost, when it throws. Only reads: what is written outside must not fail in silence. */
  #read<T>(message: Message, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.#skip(message, error);
      return undefined;
    }
  }

  /** Of a row that can't be read its table has lost something; of anything else, every table and every right. */
  #skip(message: Message, error: unknown, relation?: Relation): void {
    if (this.#transaction?.isRepeated) return;
    this.#options.skipped(message.kind, error);
    const transaction = this.#fresh();
    if (!transaction) return;
    if (relation) this.#lose(transaction, relation.relid);
    else this.#options.ledger.lose(transaction.next(), SKIPPED);
  }

  #lose(transaction: Transaction, relid: number, what: TableChange['what'] = 'lost'): void {
    // Once is enough: who reads the rows again sees the whole transaction.
    if (!transaction.lost.has(relid)) this.#addTableChange(transaction, relid, what);
    transaction.lost.add(relid);
  }

  /** The transaction that is open, unless it is stored already. */
  #fresh(): Transaction | undefined {
    return this.#transaction?.isRepeated ? undefined : this.#transaction;
  }
}
