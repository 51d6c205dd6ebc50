import { hasSeen, type Snapshot } from '../../snapshot.ts';
import type { CatalogReading } from '../json/catalog-types.ts';
import type { KnownRowTypes } from '../log/row-type-store.ts';
import { type Lsn, nextLsn } from '../lsn.ts';

/** A place of the log, and a snapshot all of which was committed before it. */
export interface Horizon {
  place: Lsn;
  snapshot: Snapshot;
  /** The transaction that is committed at the place, where it has told the snapshot itself. */
  xid?: number;
}

type Composites = CatalogReading & { stamp: string };

const MAX_HORIZONS = 32;

/**
 * Whether the composite types of tables were, at a place of the log, what the catalog says they are: values are printed as of
 * their place, and the log does not tell when a type is altered. What a reading says is true of a place before it if nothing
 * was changed in between: an earlier reading said the same, or all that has changed them was seen by a horizon before the place.
 */
export class RowTypes {
  readonly #known: Map<number, KnownRowTypes>;
  readonly #horizons: Horizon[] = [];
  /** Before it, what is known is true from its own place on. */
  readonly #checkedTo = new Map<number, Lsn>();
  readonly #doubted = new Map<number, Lsn>();

  constructor(known: Map<number, KnownRowTypes>) {
    this.#known = known;
  }

  addHorizon(horizon: Horizon): void {
    this.#horizons.push(horizon);
    if (this.#horizons.length > MAX_HORIZONS) this.#horizons.splice(1, 1);
  }

  /** Whether the types of a table are known for a place; undefined when the catalog has to be read. */
  areKnown(relid: number, place: Lsn): boolean | undefined {
    if (this.#doubted.get(relid) === place) return false;
    const known = this.#known.get(relid);
    if (!known || place >= (this.#checkedTo.get(relid) ?? place)) return undefined;
    return place >= known.since;
  }

  /** Takes a reading, which has been made because of a place. Tells what is known now, if that is something else. */
  take(relid: number, reading: Composites, place: Lsn): KnownRowTypes | undefined {
    if (reading.isChanging || place >= reading.place) {
      this.#doubted.set(relid, place);
      return undefined;
    }
    this.#checkedTo.set(relid, reading.place);
    const known = this.#known.get(relid);
    if (known?.stamp === reading.stamp) return undefined;
    const now = { stamp: reading.stamp, since: this.#provenSince(reading) ?? reading.place };
    this.#known.set(relid, now);
    return now;
  }

  #provenSince({ writers }: Composites): Lsn | undefined {
    for (const { place, snapshot, xid } of this.#horizons) {
      // Snapshots list no subtransactions: only what is older than all that was running is known to have ended.
      const others = writers.filter((writer) => !hasSeen({ ...snapshot, xmax: snapshot.xmin }, writer));
      if (others.length === 0) return place;
      if (others.every((writer) => writer === xid)) return nextLsn(place);
    }
    return undefined;
  }
}
