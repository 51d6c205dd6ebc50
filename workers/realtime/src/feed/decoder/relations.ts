import { type DescribeTypes, findShapes } from '../json/catalog-types.ts';
import type { KnownRowTypes } from '../log/row-type-store.ts';
import type { Lsn } from '../lsn.ts';
import { type Relation, type RelationMessage, toRelation } from '../pgoutput/relation.ts';
import { type Horizon, RowTypes } from './row-types.ts';
import type { TransactionWriter } from './transaction-writer.ts';

export interface RelationsOptions {
  /** The last known composite types of tables. */
  rowTypes: Map<number, KnownRowTypes>;
  /** A horizon from before the stream starts. */
  horizon: Horizon;
  writer: Pick<TransactionWriter, 'noteRowTypes'>;
  describeTypes: DescribeTypes;
}

/** The tables that the messages of one connection have described, with the types of their columns. */
export class Relations {
  readonly #relations = new Map<number, Relation>();
  readonly #rowTypes: RowTypes;
  readonly #options: RelationsOptions;

  constructor(options: RelationsOptions) {
    this.#options = options;
    this.#rowTypes = new RowTypes(options.rowTypes);
    this.addHorizon(options.horizon);
  }

  addHorizon(horizon: Horizon): void {
    this.#rowTypes.addHorizon(horizon);
  }

  get(relid: number): Relation | undefined {
    return this.#relations.get(relid);
  }

  /** Its rows cannot be read until it is described again. */
  forget(relid: number): void {
    this.#relations.delete(relid);
  }

  /** Reads the types of a table from the catalog, for a transaction with this commit; undefined between transactions. */
  async readTypes(described: RelationMessage, commit: Lsn | undefined): Promise<Relation> {
    const { writer, describeTypes } = this.#options;
    const { relid, columns } = described;
    const found = await findShapes(
      columns.map(({ type }) => type),
      describeTypes,
    );
    const relation = toRelation(described, found);
    this.#relations.set(relid, relation);
    if (found.composites && commit !== undefined) {
      const known = this.#rowTypes.take(relid, found.composites, commit);
      if (known) writer.noteRowTypes(relid, known);
    }
    return relation;
  }

  /** Whether the composite types of a table are known for a position; undefined if the catalog must be read. */
  areTypesKnown(relid: number, position: Lsn): boolean | undefined {
    return this.#rowTypes.areKnown(relid, position);
  }
}
