import type { AddColumn, Table, UpdateColumn } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';

/** The columns of a table. Every change gives the changed table. */
export class Columns {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Adds a column.
   *
   * @example
   * await selfdb.tables.columns.add(table.id, { name: 'rating', type: 'numeric', nullable: true });
   */
  add(tableId: string, column: AddColumn, options?: RequestOptions): Promise<Table> {
    return this.#http.call('POST /tables/{id}/columns', { path: { id: tableId }, body: column }, options);
  }

  /**
   * Renames or changes a column. Throws ConflictError, and changes nothing, if a new type would lose data.
   *
   * @example
   * await selfdb.tables.columns.add(table.id, { name: 'rating', type: 'numeric' });
   * await selfdb.tables.columns.update(table.id, 'rating', { new_name: 'stars', type: 'integer' });
   */
  update(tableId: string, column: string, changes: UpdateColumn, options?: RequestOptions): Promise<Table> {
    const input = { path: { id: tableId, column }, body: changes };
    return this.#http.call('PATCH /tables/{id}/columns/{column}', input, options);
  }

  /**
   * Drops a column and its values.
   *
   * @example
   * await selfdb.tables.columns.add(table.id, { name: 'rating', type: 'numeric' });
   * await selfdb.tables.columns.remove(table.id, 'rating');
   */
  remove(tableId: string, column: string, options?: RequestOptions): Promise<Table> {
    return this.#http.call(
      'DELETE /tables/{id}/columns/{column}',
      { path: { id: tableId, column } },
      options,
    );
  }
}
