import { hasSeen, type Snapshot } from '../../snapshot.ts';
import type { CatalogReading } from '../json/catalog-types.ts';
import type { KnownRowTypes } from '../log/row-type-store.ts';
import { type Lsn, nextLsn } from '../lsn.ts';

/** A position in the log, and a snapshot that contains only earlier commits. */
export interface Horizon {
  position: Lsn;
  snapshot: Snapshot;
  /** The transaction that committed at the position, if it reported the snapshot itself. */
  xid?: number;
}

type Composites = CatalogReading & { stamp: string };

const MAX_HORIZONS = 32;

/**
 * Knows whether a table's composite types were, at a position in the log, what the catalog says now. Values are
 * printed as of their position, but the log does not report altered types. A reading of the catalog holds for
 * an earlier position if nothing changed in between: an earlier reading said the same, or a horizon before the
 * position had seen all transactions that changed the types.
 */
export class RowTypes {
  readonly #known: Map<number, KnownRowTypes>;
  readonly #horizons: Horizon[] = [];
  /** Up to this position, a known reading holds from its own position on. */
  readonly #checkedTo = new Map<number, Lsn>();
  readonly #doubted = new Map<number, Lsn>();

  constructor(known: Map<number, KnownRowTypes>) {
    this.#known = known;
  }

  addHorizon(horizon: Horizon): void {
    this.#horizons.push(horizon);
    if (this.#horizons.length > MAX_HORIZONS) this.#horizons.splice(1, 1);
  }

  /** Whether the types of a table are known for a position; undefined if the catalog must be read. */
  areKnown(relid: number, position: Lsn): boolean | undefined {
    if (this.#doubted.get(relid) === position) return false;
    const known = this.#known.get(relid);
    if (!known || position >= (this.#checkedTo.get(relid) ?? position)) return undefined;
    return position >= known.since;
  }

  /** Takes a reading that was made for a position. Returns what is known now, if it is new. */
  take(relid: number, reading: Composites, position: Lsn): KnownRowTypes | undefined {
    if (reading.isChanging || position >= reading.position) {
      this.#doubted.set(relid, position);
      return undefined;
    }
    this.#checkedTo.set(relid, reading.position);
    const known = this.#known.get(relid);
    if (known?.stamp === reading.stamp) return undefined;
    const now = { stamp: reading.stamp, since: this.#provenSince(reading) ?? reading.position };
    this.#known.set(relid, now);
    return now;
  }

  #provenSince({ writers }: Composites): Lsn | undefined {
    for (const { position, snapshot, xid } of this.#horizons) {
      // Snapshots do not list subtransactions, so a transaction counts as ended only if it is older than
      // all running ones.
      const others = writers.filter((writer) => !hasSeen({ ...snapshot, xmax: snapshot.xmin }, writer));
      if (others.length === 0) return position;
      if (others.every((writer) => writer === xid)) return nextLsn(position);
    }
    return undefined;
  }
}
