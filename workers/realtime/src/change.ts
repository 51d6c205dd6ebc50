/**
 * A place in the feed: which history, the commit's LSN, the change's place in its transaction. Text of a fixed width, so
 * that the order of two cursors of one history is the order of their texts.
 * `k3f9q2:00000000019A3B28:0000000A`.
 */
export type Cursor = string;

export type ChangeKind = 'INSERT' | 'UPDATE' | 'DELETE';

/** One committed change of a row. */
export interface RowChange {
  type: 'row';
  cursor: Cursor;
  /** The table's oid: its name may change. */
  relid: number;
  kind: ChangeKind;
  /** What clients are sent, as JSON text: `{table, schema, new, old, commit_timestamp, cursor}`. */
  payload: string;
  /**
   * Values are missing that the log does not have: of the old row all but the key, of the new one virtual columns, and long
   * values that stayed as they were.
   */
  isPartial?: true;
}

/** Something that befell a table as a whole: its rows are gone, or its columns or its name are others. */
export interface TableChange {
  type: 'table';
  cursor: Cursor;
  relid: number;
  /**
   * `lost`: a change that was too large to be kept, or could not be read. `repartitioned`: rows came or went with its
   * partitions. `retyped`: a change whose composite values may be made otherwise now. `seen`: it comes for the first time, and may have been altered since somebody has looked at it.
   */
  what: 'truncated' | 'repartitioned' | 'retyped' | 'lost' | 'altered' | 'seen';
  /** What it is called, when it is seen or altered. */
  name?: string;
}

/** A right may have changed: of everybody who is this user, has this session, or reads this table. */
export interface RightsChange {
  type: 'rights';
  cursor: Cursor;
  of: 'user' | 'session' | 'table';
  /** The user's or session's id, or the table's oid as text. */
  id: string;
  /** The lower 32 bits of the number of the transaction that made it. */
  xid: number;
  /**
   * Null when it is gone. With it a reader decides as of this very place in the feed, where a statement would see what came
   * later too.
   */
  now: RightsState | null;
}

/**
 * What rights depend on: for a user `role` and `is_active`, for a session `revoked_at` and `expires_at` in ISO 8601, for a
 * table `name`, `owner_id`, `access` and `realtime_enabled`.
 */
export type RightsState = Record<string, string | boolean | null>;

/** What was before this cursor is lost: every reader has to read its rows again. */
export interface Gap {
  type: 'gap';
  cursor: Cursor;
  reason: string;
}

export type FeedItem = RowChange | TableChange | RightsChange | Gap;

/** What a reader of the feed is handed: items in commit order, and how far the feed is behind them. */
export interface Batch {
  items: FeedItem[];
  through: Cursor;
}

/** Who is handed what the feed brings. */
export interface FeedReader {
  /** Resolves when it has taken the batch; the next one comes after that. Throws when it can't. */
  deliver(batch: Batch): Promise<void>;
  /** It has failed, and gets no more. */
  end?(): void;
}

/** Of what table a replay is asked, from where and up to where, and for whom. */
export interface ReplayRange {
  relid: number;
  /** Undefined for an anonymous caller. */
  userId: string | undefined;
  since: Cursor;
  through: Cursor;
}

/** A page of what was kept of one table. */
export type Replay =
  | {
      items: (RowChange | TableChange)[];
      /** Where to go on; undefined at the end. */
      next: Cursor | undefined;
    }
  /** The log does not reach back that far, rights have changed since, or the cursor belongs to another history. */
  | { gap: string; cursor: Cursor };

export interface FeedStatus {
  state: 'streaming' | 'connecting' | 'failed';
  cursor: Cursor;
  /** Bytes of WAL between what Postgres has written and what is stored here; null when unknown. */
  lag_bytes: number | null;
  slot: string;
  log: { bytes: number; oldest: Cursor | null };
  /** Messages of the log that could not be read, since the log has been kept: listeners were told a gap instead. */
  skipped: number;
  /** What was last left out because Postgres could not decode it, in words for an administrator. */
  given_up: { at: string; error: string } | null;
  /** Why it does not stream, in words for an administrator. */
  error: string | null;
}

/** What of it the health of the whole tells. */
export type FeedHealth = Pick<FeedStatus, 'state' | 'lag_bytes'>;
