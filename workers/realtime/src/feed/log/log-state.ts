import type { Lsn } from '../lsn.ts';

/** Where the log stands. Places are cursors without their epoch. */
export interface LogState {
  epoch: string;
  /** Why the epoch began, in words for clients. */
  reason: string;
  /** The cluster that it is of. */
  system: string;
  /** Where the epoch begins. */
  start: string;
  /** The last change that is to be seen: what lies behind it is of a transaction that has not ended. */
  through: string;
  /** What Postgres is told: it need not send again what was committed before. */
  position: Lsn;
  /** Nothing up to here is kept any more, or is to be told. */
  trimmed: string;
  /** Why it is not to be told. */
  gapReason?: string | undefined;
  /** How many messages of Postgres' log could not be read. */
  skipped?: number;
  /** When a transaction was last left out because Postgres could not decode it, and its error in words for administrators. */
  givenUp?: { at: string; error: string } | undefined;
}

/** The commit of the last change that is kept; undefined before the first. */
export function lastCommit({ start, through }: LogState): Lsn | undefined {
  return through === start ? undefined : through.slice(0, 16);
}

/** Of what the log has: one of an older form is begun anew, as if there were none. */
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

  /** Throws when there is no epoch yet. */
  change(change: Partial<LogState>): void {
    this.set({ ...this.get(), ...change });
  }

  get(): LogState {
    if (!this.#state) throw new Error('the log has no epoch yet');
    return this.#state;
  }
}
