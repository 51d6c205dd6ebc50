import type { Row as AnyRow, Count, DeletedRow } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { pathTo } from '../http/path.ts';
import type { RequestOptions } from '../http/request-options.ts';
import type { Filter } from './filter.ts';
import { type Page, type ReadOptions, type RowRead, readRows, rowsPath } from './read-rows.ts';
import { RowQuery } from './row-query.ts';

/** Which column a row's id stands in. */
export interface RowKeyOptions {
  /** A unique column. Default: the primary key. */
  idColumn?: string | undefined;
}

/** Rows, by the id of their table. `selfdb.table(name)` finds them by its name. */
export class TableData {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Begins a question to a table: `execute` reads a page, `for await` all rows.
   *
   * @example
   * const recent = selfdb.tables.data.query<{ id: string; title: string; year: number }>(table.id);
   * const { data, total } = await recent.filter({ year: { gte: 1960 } }).sort('year', 'desc').pageSize(10).execute();
   */
  query<Row = AnyRow>(tableId: string): RowQuery<Row> {
    const readPage = <Selected>(read: RowRead, options?: RequestOptions) =>
      readRows<Selected>(this.#http, tableId, read, options);
    return new RowQuery(readPage);
  }

  /**
   * Reads a page of rows.
   *
   * @example
   * const { data, total } = await selfdb.tables.data.fetch(table.id, { pageSize: 10, sortBy: 'title', sortOrder: 'asc' });
   */
  async fetch<Row = AnyRow>(
    tableId: string,
    read: ReadOptions<Row> = {},
    options?: RequestOptions,
  ): Promise<Page<Row>> {
    return readRows(this.#http, tableId, read, options);
  }

  /**
   * Gets a row by its id.
   *
   * @example
   * const { id } = await selfdb.tables.data.insert(table.id, { title: 'Solaris' });
   * const row = await selfdb.tables.data.getRow(table.id, String(id));
   */
  async getRow<Row = AnyRow>(
    tableId: string,
    rowId: string | number,
    { idColumn }: RowKeyOptions = {},
    options?: RequestOptions,
  ): Promise<Row> {
    const query = { id_column: idColumn };
    return this.#http.json('GET', rowPath(tableId, rowId), { ...options, query });
  }

  /**
   * Inserts a row. Gives it with its defaults filled in.
   *
   * @example
   * const row = await selfdb.tables.data.insert(table.id, { title: 'Dune', year: 1965 });
   * console.log(row.id, row.created_at);
   */
  async insert<Row = AnyRow>(tableId: string, row: object, options?: RequestOptions): Promise<Row> {
    return this.#http.json('POST', rowsPath(tableId), { ...options, json: row });
  }

  /**
   * Inserts up to 10,000 rows, all or none. Gives them in their order.
   *
   * @example
   * const rows = await selfdb.tables.data.insertMany(table.id, [{ title: 'Ubik' }, { title: 'Solaris' }]);
   */
  async insertMany<Row = AnyRow>(
    tableId: string,
    rows: readonly object[],
    options?: RequestOptions,
  ): Promise<Row[]> {
    return this.#http.json('POST', rowsPath(tableId), { ...options, json: rows });
  }

  /**
   * Inserts rows, or changes those that exist already: the ones with the same values in the columns `onConflict`, which must
   * be unique together. Only for the owner of the table.
   *
   * @example
   * const [row] = await selfdb.tables.data.insertMany(table.id, [{ title: 'Ubik' }]);
   * await selfdb.tables.data.upsert(table.id, [{ id: row?.id, title: 'Ubik', year: 1969 }], { onConflict: ['id'] });
   */
  async upsert<Row = AnyRow>(
    tableId: string,
    rows: readonly object[],
    { onConflict }: { onConflict: string | readonly string[] },
    options?: RequestOptions,
  ): Promise<Row[]> {
    const query = { on_conflict: [onConflict].flat().join(',') };
    return this.#http.json('POST', rowsPath(tableId), { ...options, query, json: rows });
  }

  /**
   * Changes a row. Gives the whole changed row.
   *
   * @example
   * const { id } = await selfdb.tables.data.insert(table.id, { title: 'Dune' });
   * await selfdb.tables.data.updateRow(table.id, String(id), { year: 1965 });
   */
  async updateRow<Row = AnyRow>(
    tableId: string,
    rowId: string | number,
    updates: object,
    { idColumn }: RowKeyOptions = {},
    options?: RequestOptions,
  ): Promise<Row> {
    const query = { id_column: idColumn };
    return this.#http.json('PATCH', rowPath(tableId, rowId), { ...options, query, json: updates });
  }

  /**
   * Deletes a row.
   *
   * @example
   * const { id } = await selfdb.tables.data.insert(table.id, { title: 'Dune' });
   * await selfdb.tables.data.deleteRow(table.id, String(id));
   */
  async deleteRow(
    tableId: string,
    rowId: string | number,
    { idColumn }: RowKeyOptions = {},
    options?: RequestOptions,
  ): Promise<DeletedRow> {
    const query = { id_column: idColumn };
    return this.#http.json('DELETE', rowPath(tableId, rowId), { ...options, query });
  }

  /**
   * Changes all rows that a filter matches. Gives their number.
   *
   * @example
   * const { count } = await selfdb.tables.data.updateMany(table.id, { year: { is: 'null' } }, { year: 1900 });
   */
  async updateMany<Row = AnyRow>(
    tableId: string,
    filter: Filter<Row>,
    updates: object,
    options?: RequestOptions,
  ): Promise<Count> {
    const query = { filter: JSON.stringify(filter) };
    return this.#http.json('PATCH', rowsPath(tableId), { ...options, query, json: updates });
  }

  /**
   * Deletes all rows that a filter matches. Gives their number.
   *
   * @example
   * const { count } = await selfdb.tables.data.deleteMany(table.id, { year: { lt: 1900 } });
   */
  async deleteMany<Row = AnyRow>(
    tableId: string,
    filter: Filter<Row>,
    options?: RequestOptions,
  ): Promise<Count> {
    const query = { filter: JSON.stringify(filter) };
    return this.#http.json('DELETE', rowsPath(tableId), { ...options, query });
  }
}

function rowPath(tableId: string, rowId: string | number): string {
  return pathTo(rowsPath(tableId), String(rowId));
}
