/**
 * A position in the feed: the history, the LSN of the commit, and the index in the transaction. All cursors
 * have the same length, so two cursors of one history sort as text. Example:
 * `k3f9q2:00000000019A3B28:0000000A`.
 */
export type Cursor = string;

export type ChangeKind = 'INSERT' | 'UPDATE' | 'DELETE';

/** One committed change of a row. */
export interface RowChange {
  type: 'row';
  cursor: Cursor;
  /** The table's oid, because its name may change. */
  relid: number;
  kind: ChangeKind;
  /** The payload for clients, as JSON text: `{table, schema, new, old, commit_timestamp, cursor}`. */
  payload: string;
  /**
   * The log lacks some values: all of the old row except the key, virtual columns of the new row, and long
   * values that did not change.
   */
  isPartial?: true;
  /** How many functions led to it, one after the other, if any did. */
  depth?: number;
}

/** A change of a whole table: its rows are gone, or its columns or its name have changed. */
export interface TableChange {
  type: 'table';
  cursor: Cursor;
  relid: number;
  /**
   * `lost`: a change was too large to store, or could not be read. `repartitioned`: rows came or went with
   * partitions. `restructured`: its columns changed. `retyped`: the composite types of a change may have been altered since. `seen`: the table
   * appears in the log for the first time, so it may have been altered since the last look at it.
   */
  what: 'truncated' | 'repartitioned' | 'restructured' | 'retyped' | 'lost' | 'altered' | 'seen';
  /** The table's name, for `seen` and `altered`. */
  name?: string;
}

/** A change of rights that may affect this user, this session, or the readers of this table. */
export interface RightsChange {
  type: 'rights';
  cursor: Cursor;
  of: 'user' | 'session' | 'table';
  /** The user's or session's id, or the table's oid as text. */
  id: string;
  /** The lower 32 bits of the id of the transaction. */
  xid: number;
  /**
   * Null if the user, session or table is gone. Readers decide by this state, at this position in the feed: a
   * statement would also see later changes.
   */
  now: RightsState | null;
}

/**
 * What rights depend on: for a user `role` and `is_active`, for a session `revoked_at` and `expires_at` in ISO 8601, for a
 * table `name`, `owner_id`, `access` and `realtime_enabled`.
 */
export type RightsState = Record<string, string | boolean | null>;

/** Changes before this cursor are lost. Every reader has to reload its rows. */
export interface Gap {
  type: 'gap';
  cursor: Cursor;
  reason: string;
}

export type FeedItem = RowChange | TableChange | RightsChange | Gap;

/** What a reader receives: items in commit order, and the position that the feed has reached with them. */
export interface Batch {
  items: FeedItem[];
  through: Cursor;
}

/** A reader of the feed. */
export interface FeedReader {
  /**
   * Resolves after the reader has taken the batch; only then comes the next one. Throws if the reader cannot
   * take it.
   */
  deliver(batch: Batch): Promise<void>;
  /** The reader has failed and gets nothing more. */
  end?(): void;
}

/** The table, the range and the reader of a replay. */
export interface ReplayRange {
  relid: number;
  /** Undefined for an anonymous caller. */
  userId: string | undefined;
  since: Cursor;
  through: Cursor;
}

/** A page of the stored changes of one table. */
export type Replay =
  | {
      items: (RowChange | TableChange)[];
      /** Where the next page begins; undefined on the last page. */
      next: Cursor | undefined;
    }
  /** The log does not go back that far, rights have changed since, or the cursor belongs to another history. */
  | { gap: string; cursor: Cursor };

export interface FeedStatus {
  state: 'streaming' | 'connecting' | 'failed';
  cursor: Cursor;
  /** Bytes of WAL that Postgres has written and the feed has not stored; null if unknown. */
  lag_bytes: number | null;
  slot: string;
  log: { bytes: number; oldest: Cursor | null };
  /** Log messages that could not be read since the log was started. Listeners got a gap instead. */
  skipped: number;
  /** The last transaction that Postgres could not decode, for an administrator. */
  given_up: { at: string; error: string } | null;
  /** Why the feed does not stream, for an administrator. */
  error: string | null;
}

/** The part of the status that `/health` shows. */
export type FeedHealth = Pick<FeedStatus, 'state' | 'lag_bytes'>;
