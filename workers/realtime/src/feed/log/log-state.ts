import type { Lsn } from '../lsn.ts';

/** The state of the log. Positions are cursors without their epoch. */
export interface LogState {
  epoch: string;
  /** Why the epoch began, for clients. */
  reason: string;
  /** The identifier of the Postgres cluster. */
  system: string;
  /** Where the epoch begins. */
  start: string;
  /** The last visible change. Later items belong to an unfinished transaction. */
  through: string;
  /** Acknowledged: Postgres can discard commits before this position. */
  position: Lsn;
  /** Everything up to here was deleted or must not be sent. */
  trimmed: string;
  /** Why it must not be sent. */
  gapReason?: string | undefined;
  /** The number of log messages that could not be read. */
  skipped?: number;
  /** When Postgres last failed to decode a transaction, and the error for administrators. */
  givenUp?: { at: string; error: string } | undefined;
}

/** The commit of the last stored change; undefined before the first. */
export function lastCommit({ start, through }: LogState): Lsn | undefined {
  return through === start ? undefined : through.slice(0, 16);
}

/** The format of the log. A log in an older format is started anew. */
const FORM = 3;

export class StateStore {
  readonly #sql: SqlStorage;
  #state: LogState | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec('create table if not exists state (id integer primary key check (id = 1), body text not null)');
    const row = sql.exec<{ body: string }>('select body from state').toArray()[0];
    const stored: (LogState & { form?: number }) | undefined = row && JSON.parse(row.body);
    this.#state = stored?.form === FORM ? stored : undefined;
  }

  /** Undefined before the first epoch. */
  get current(): LogState | undefined {
    return this.#state;
  }

  set(state: LogState): void {
    this.#state = state;
    this.#sql.exec(
      'insert or replace into state (id, body) values (1, ?)',
      JSON.stringify({ ...state, form: FORM }),
    );
  }

  /** Throws before the first epoch. */
  change(change: Partial<LogState>): void {
    this.set({ ...this.get(), ...change });
  }

  get(): LogState {
    if (!this.#state) throw new Error('the log has no epoch yet');
    return this.#state;
  }
}
