import type { CreateSqlHistoryEntry, SqlHistoryEntry } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';

/** The administrator's own runs of SQL. */
export class SqlHistory {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Lists your runs, the newest first.
   *
   * @example
   * for (const { query, success } of await selfdb.sql.history.list({ limit: 10 })) console.log(success, query);
   */
  list(
    list: { skip?: number | undefined; limit?: number | undefined; search?: string | undefined } = {},
    options?: RequestOptions,
  ): Promise<SqlHistoryEntry[]> {
    const { skip, limit, search } = list;
    return this.#http.call('GET /sql/history', { query: { skip, limit, search } }, options);
  }

  /**
   * Adds a run that was made by other means. `sql.query` records its runs itself.
   *
   * @example
   * await selfdb.sql.history.create({ query: 'select 1', row_count: 1, execution_time_ms: 0.4 });
   */
  create(entry: CreateSqlHistoryEntry, options?: RequestOptions): Promise<SqlHistoryEntry> {
    return this.#http.call('POST /sql/history', { body: entry }, options);
  }

  /**
   * Deletes all your runs.
   *
   * @example
   * await selfdb.sql.history.clear();
   */
  async clear(options?: RequestOptions): Promise<void> {
    await this.#http.call('DELETE /sql/history', {}, options);
  }
}
