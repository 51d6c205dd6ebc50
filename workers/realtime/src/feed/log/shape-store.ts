/** The last known shapes of tables (see `shapeOf`). A different shape means that the table was altered. */
export class ShapeStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec('create table if not exists shapes (relid integer primary key, shape text not null)');
  }

  all(): Map<number, string> {
    const rows = this.#sql.exec<{ relid: number; shape: string }>('select relid, shape from shapes');
    return new Map([...rows].map(({ relid, shape }) => [relid, shape]));
  }

  save(shapes: ReadonlyMap<number, string>): void {
    for (const [relid, shape] of shapes) {
      this.#sql.exec('insert or replace into shapes (relid, shape) values (?, ?)', relid, shape);
    }
  }

  clear(): void {
    this.#sql.exec('delete from shapes');
  }
}
