import type { CreateSqlTab, SqlTab, UpdateSqlTab } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';

/** The administrator's own tabs of an editor of SQL. */
export class SqlTabs {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Lists your tabs in their order. In a list that would be too large, `query` is cut off and `truncated` is true.
   *
   * @example
   * for (const { name, position } of await selfdb.sql.tabs.list()) console.log(position, name);
   */
  list(
    list: { skip?: number | undefined; limit?: number | undefined } = {},
    options?: RequestOptions,
  ): Promise<SqlTab[]> {
    const { skip, limit } = list;
    return this.#http.call('GET /sql/tabs', { query: { skip, limit } }, options);
  }

  /**
   * Opens a tab, by default after the last one.
   *
   * @example
   * const tab = await selfdb.sql.tabs.create({ name: 'Today', query: 'select now()' });
   * await selfdb.sql.tabs.delete(tab.id);
   */
  create(tab: CreateSqlTab, options?: RequestOptions): Promise<SqlTab> {
    return this.#http.call('POST /sql/tabs', { body: tab }, options);
  }

  /**
   * Changes a tab. With the `updated_at` that you know, it throws ConflictError if the tab was changed elsewhere since.
   *
   * @example
   * const tab = await selfdb.sql.tabs.create({ name: 'Draft' });
   * await selfdb.sql.tabs.update(tab.id, { query: 'select 1', updated_at: tab.updated_at });
   * await selfdb.sql.tabs.delete(tab.id);
   */
  update(id: string, change: UpdateSqlTab, options?: RequestOptions): Promise<SqlTab> {
    return this.#http.call('PATCH /sql/tabs/{id}', { path: { id }, body: change }, options);
  }

  /**
   * Closes a tab.
   *
   * @example
   * const tab = await selfdb.sql.tabs.create({ name: 'Scratch' });
   * await selfdb.sql.tabs.delete(tab.id);
   */
  async delete(id: string, options?: RequestOptions): Promise<void> {
    await this.#http.call('DELETE /sql/tabs/{id}', { path: { id } }, options);
  }
}
