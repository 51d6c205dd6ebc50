import type { Lsn } from '../lsn.ts';

/** What is known about the composite types of a table: their stamp, and the position from which it holds. */
export interface KnownRowTypes {
  stamp: string;
  since: Lsn;
}

/** The last known composite types of tables. */
export class RowTypeStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      'create table if not exists row_types (relid integer primary key, stamp text not null, since text not null)',
    );
  }

  all(): Map<number, KnownRowTypes> {
    const rows = this.#sql.exec<{ relid: number; stamp: string; since: Lsn }>('select * from row_types');
    return new Map([...rows].map(({ relid, stamp, since }) => [relid, { stamp, since }]));
  }

  save(known: ReadonlyMap<number, KnownRowTypes>): void {
    for (const [relid, { stamp, since }] of known) {
      this.#sql.exec('insert or replace into row_types values (?, ?, ?)', relid, stamp, since);
    }
  }

  clear(): void {
    this.#sql.exec('delete from row_types');
  }
}
