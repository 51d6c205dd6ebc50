import type { ReplayRange, RightsChange } from '../../change.ts';
import { itemText, type LoggedItem, parseChunk, placeOf } from './chunk-text.ts';

/** Changes of tables' and users' rights, to be found by whom they concern. A session that has ended does not come back. */
export class RightsStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`create table if not exists rights (place text primary key, concern text not null, item text not null)
      without rowid`);
    sql.exec('create index if not exists rights_concern on rights (concern, place)');
  }

  add(items: LoggedItem[]): void {
    for (const item of items) {
      if (item.type !== 'rights' || item.of === 'session') continue;
      const { of, id, cursor } = item;
      this.#sql.exec('insert into rights values (?, ?, ?)', placeOf(cursor), `${of}:${id}`, itemText(item));
    }
  }

  /** Those of the table and the user of a range, in order, and no more than so many. */
  find(epoch: string, { relid, userId, since, through }: ReplayRange, atMost: number): RightsChange[] {
    const rows = this.#sql.exec<{ item: string }>(
      `select item from rights where concern in (?, ?) and place > ? and place <= ? order by place limit ?`,
      ...[`table:${relid}`, `user:${userId}`, placeOf(since), placeOf(through), atMost],
    );
    return [...rows].flatMap(({ item }) => parseChunk(epoch, item)).filter((item) => item.type === 'rights');
  }

  removeThrough(place: string): void {
    this.#sql.exec('delete from rights where place <= ?', place);
  }

  removeBehind(place: string): void {
    this.#sql.exec('delete from rights where place > ?', place);
  }

  clear(): void {
    this.#sql.exec('delete from rights');
  }
}
