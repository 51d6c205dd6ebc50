import type { TableChange } from '../../change.ts';
import { type Lsn, readLsn } from '../lsn.ts';
import { PgoutputMessage } from '../pgoutput/message.ts';
import {
  haveOtherColumns,
  type Relation,
  readRelation,
  readTruncated,
  shapeOf,
  withColumns,
} from '../pgoutput/relation.ts';
import { timestampText } from '../pgoutput/timestamp.ts';
import { OtherHistoryError, UnreadableLogError } from './errors.ts';
import { Relations, type RelationsOptions } from './relations.ts';
import { isOfRights, readRightsNotice } from './rights-notice.ts';
import { type ReadChange, RowReader } from './row-reader.ts';
import { Transaction } from './transaction.ts';
import type { TransactionWriter } from './transaction-writer.ts';

export interface DecoderOptions extends RelationsOptions {
  epoch: string;
  /** The last stored commit. Postgres may send it and earlier ones again. */
  stored: Lsn;
  /** Whether Postgres must send the last stored commit again, because it was not acknowledged. */
  expectsStored: boolean;
  /** The last known shapes of tables. */
  shapes: Map<number, string>;
  writer: TransactionWriter;
  /** Reports a message that could not be read and was skipped. */
  skipped(kind: string, error: unknown): void;
}

/** Larger changes are not stored: they could not be delivered in one piece. */
export const MAX_CHANGE_BYTES = 8 * 1024 * 1024;
const UPGRADED = 'SelfDB was upgraded. Reload the rows.';
const SKIPPED = 'Part of the log could not be read. Reload the rows.';

type Handler = (message: PgoutputMessage) => Promise<void> | void;
type Read = (relation: Relation, message: PgoutputMessage) => ReadChange;

/** Turns the messages of one connection into log items. */
export class Decoder {
  readonly #options: DecoderOptions;
  readonly #relations: Relations;
  readonly #reader = new RowReader();
  /** Indexed by the first byte of a message. */
  readonly #handlers: Handler[] = [];
  #expectsStored: boolean;
  #transaction: Transaction | undefined;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#expectsStored = options.expectsStored;
    this.#relations = new Relations(options);
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
      // Logical messages (M), which any session may write, types and origins.
      ...{ M: ignore, Y: ignore, O: ignore },
    };
    for (const [kind, handle] of Object.entries(handlers)) this.#handlers[kind.charCodeAt(0)] = handle;
  }

  get isBetweenTransactions(): boolean {
    return this.#transaction === undefined;
  }

  /** The commit LSN of the open transaction. */
  get openCommit(): Lsn | undefined {
    return this.#transaction?.lsn;
  }

  /**
   * Takes a message. The caller awaits a returned promise before the next message. Skips what cannot be read
   * and reports it as lost. Throws OtherHistoryError or UnreadableLogError.
   */
  take(bytes: Buffer): Promise<void> | undefined {
    const message = new PgoutputMessage(bytes);
    const handle = this.#handlers[bytes[0] ?? 0];
    const work = handle ? handle(message) : this.#skip(message, new RangeError('it is of an unknown kind'));
    if (work) return work;
    return this.#options.writer.isFull ? this.#options.writer.settle() : undefined;
  }

  #begin({ bytes }: PgoutputMessage): void {
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

  #commit({ bytes }: PgoutputMessage): void {
    if (bytes.length < 18) throw new UnreadableLogError('a transaction has no end');
    const transaction = this.#transaction;
    this.#transaction = undefined;
    const end = readLsn(bytes, 10);
    if (transaction && !transaction.isRepeated) this.#options.writer.commit(transaction.last, end);
  }

  async #describe(message: PgoutputMessage): Promise<void> {
    const { shapes } = this.#options;
    const described = this.#read(message, () => readRelation(message));
    if (!described) {
      this.#relations.forget(message.relid);
      return;
    }
    const { relid } = described;
    await this.#relations.readTypes(described, this.openCommit);
    const transaction = this.#fresh();
    if (!transaction || isOfRights(described)) return;
    const [known, shape] = [shapes.get(relid), shapeOf(described)];
    if (known === shape) return;
    this.#noteShape(relid, shape);
    this.#addTableChange(transaction, relid, known === undefined ? 'seen' : 'altered', described.name);
    if (known !== undefined && haveOtherColumns(known, shape)) this.#lose(transaction, relid, 'restructured');
  }

  #noteShape(relid: number, shape: string): void {
    this.#options.shapes.set(relid, shape);
    this.#options.writer.noteShape(relid, shape);
  }

  /** Notes the columns, so that their description before the next change is not a second report. */
  #takeColumns(transaction: Transaction, relid: number, columns: unknown[]): void {
    const known = this.#options.shapes.get(relid);
    if (known !== undefined) this.#noteShape(relid, withColumns(known, columns));
    this.#addTableChange(transaction, relid, 'altered');
    this.#lose(transaction, relid, 'restructured');
  }

  #ofRow(read: Read): Handler {
    return (message) => {
      const transaction = this.#fresh();
      if (!transaction) return;
      const relation = this.#relations.get(message.relid);
      if (!relation) this.#skip(message, new RangeError('its table was not described'));
      else if (isOfRights(relation)) this.#takeNotice(transaction, relation, message);
      else if (message.bytes.length > MAX_CHANGE_BYTES) this.#lose(transaction, relation.relid);
      else if (relation.hasComposites) return this.#addComposites(transaction, relation, message, read);
      else this.#addRow(transaction, relation, message, read);
    };
  }

  /** Adds a row with composite values, unless their types may have changed since its position. */
  #addComposites(
    transaction: Transaction,
    relation: Relation,
    message: PgoutputMessage,
    read: Read,
  ): Promise<void> | undefined {
    const { relid } = relation;
    const areKnown = this.#relations.areTypesKnown(relid, transaction.lsn);
    if (areKnown) this.#addRow(transaction, relation, message, read);
    else if (areKnown === false) this.#lose(transaction, relid, 'retyped');
    else {
      return this.#relations.readTypes(relation, transaction.lsn).then((renewed) => {
        if (this.#relations.areTypesKnown(relid, transaction.lsn))
          this.#addRow(transaction, renewed, message, read);
        else this.#lose(transaction, relid, 'retyped');
      });
    }
    return undefined;
  }

  /** The hot path: it creates no closure. */
  #addRow(transaction: Transaction, relation: Relation, message: PgoutputMessage, read: Read): void {
    let change: ReadChange;
    try {
      change = read(relation, message);
    } catch (error) {
      this.#skip(message, error, relation);
      return;
    }
    this.#options.writer.add(transaction.row(relation.relid, change));
  }

  #truncate(message: PgoutputMessage): void {
    const transaction = this.#fresh();
    if (!transaction) return;
    for (const relid of this.#read(message, () => readTruncated(message)) ?? []) {
      const relation = this.#relations.get(relid);
      if (!relation || !isOfRights(relation)) this.#lose(transaction, relid, 'truncated');
    }
  }

  #addTableChange(transaction: Transaction, relid: number, what: TableChange['what'], name?: string): void {
    const named = name === undefined ? {} : { name };
    this.#options.writer.add({ type: 'table', cursor: transaction.next(), relid, what, ...named });
  }

  /** Triggers insert a row and delete it at once, so only inserts count. */
  #takeNotice(transaction: Transaction, relation: Relation, message: PgoutputMessage): void {
    if (message.kind !== 'I') return;
    const { writer } = this.#options;
    const notice = this.#read(message, () =>
      readRightsNotice(relation, message, this.#reader.readNew(relation, message)),
    );
    if (!notice) return;
    const { lsn: position, xid } = transaction;
    if (notice.of === 'start') writer.lose(transaction.next(), UPGRADED);
    else if (notice.of === 'partitions') this.#lose(transaction, notice.relid, 'repartitioned');
    else if (notice.of === 'depth') transaction.depth = Math.max(transaction.depth, notice.depth);
    else if (notice.of === 'columns') this.#takeColumns(transaction, notice.relid, notice.columns);
    else if (notice.of === 'snapshot')
      this.#relations.addHorizon({ position, xid, snapshot: notice.snapshot });
    else writer.add({ type: 'rights', cursor: transaction.next(), xid, ...notice });
  }

  /**
   * Returns undefined and reports a loss if `read` throws. Use it for reading only, so that a failed write is
   * never silent.
   */
  #read<T>(message: PgoutputMessage, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.#skip(message, error);
      return undefined;
    }
  }

  /** An unreadable row is a loss for its table. Anything else is a loss for every table and every right. */
  #skip(message: PgoutputMessage, error: unknown, relation?: Relation): void {
    if (this.#transaction?.isRepeated) return;
    this.#options.skipped(message.kind, error);
    const transaction = this.#fresh();
    if (!transaction) return;
    if (relation) this.#lose(transaction, relation.relid);
    else this.#options.writer.lose(transaction.next(), SKIPPED);
  }

  #lose(transaction: Transaction, relid: number, what: TableChange['what'] = 'lost'): void {
    // Once is enough: a reload shows the whole transaction.
    if (!transaction.lost.has(relid)) this.#addTableChange(transaction, relid, what);
    transaction.lost.add(relid);
  }

  /** The open transaction, unless it is already stored. */
  #fresh(): Transaction | undefined {
    return this.#transaction?.isRepeated ? undefined : this.#transaction;
  }
}
