import type { RightsChange } from '../../change.ts';
import { positionOf } from './chunk-text.ts';

/**
 * The position of the last change of rights for each table and each user. A session that has ended does not
 * come back, so sessions are not stored.
 */
export class RightsStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    // An older format stored every change.
    sql.exec('drop table if exists rights');
    sql.exec(
      'create table if not exists last_rights (concern text primary key, position text not null) without rowid',
    );
  }

  /**
   * Counts at once, even in an unfinished transaction: that one is committed, and comes again after a broken
   * connection.
   */
  note({ of, id, cursor }: RightsChange): void {
    if (of === 'session') return;
    this.#sql.exec('insert or replace into last_rights values (?, ?)', `${of}:${id}`, positionOf(cursor));
  }

  /** Whether the rights of the table or the user have changed after a position. */
  haveChanged(relid: number, userId: string | undefined, position: string): boolean {
    const found = this.#sql.exec(
      'select 1 from last_rights where concern in (?, ?) and position > ? limit 1',
      ...[`table:${relid}`, `user:${userId}`, position],
    );
    return found.toArray().length > 0;
  }

  removeThrough(position: string): void {
    this.#sql.exec('delete from last_rights where position <= ?', position);
  }

  clear(): void {
    this.#sql.exec('delete from last_rights');
  }
}
