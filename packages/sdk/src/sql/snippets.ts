import type { CreateSqlSnippet, SqlSnippet, UpdateSqlSnippet } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { type ListOptions, listQuery } from '../http/list-options.ts';
import type { RequestOptions } from '../http/request-options.ts';

/** Saved SQL of administrators. */
export class SqlSnippets {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Lists your snippets and those that are shared.
   *
   * @example
   * const snippets = await selfdb.sql.snippets.list({ search: 'books', sortBy: 'name' });
   */
  list(
    list: ListOptions<'created_at' | 'updated_at' | 'name'> = {},
    options?: RequestOptions,
  ): Promise<SqlSnippet[]> {
    return this.#http.call('GET /sql/snippets', { query: listQuery(list) }, options);
  }

  /**
   * Saves a snippet.
   *
   * @example
   * const snippet = await selfdb.sql.snippets.create({ name: 'One', sql_code: 'select 1', is_shared: true });
   */
  create(snippet: CreateSqlSnippet, options?: RequestOptions): Promise<SqlSnippet> {
    return this.#http.call('POST /sql/snippets', { body: snippet }, options);
  }

  /**
   * Changes a snippet.
   *
   * @example
   * const { id } = await selfdb.sql.snippets.create({ name: 'One', sql_code: 'select 1' });
   * await selfdb.sql.snippets.update(id, { sql_code: 'select 2', name: 'Two' });
   */
  update(id: string, changes: UpdateSqlSnippet, options?: RequestOptions): Promise<SqlSnippet> {
    return this.#http.call('PATCH /sql/snippets/{id}', { path: { id }, body: changes }, options);
  }

  /**
   * Deletes a snippet.
   *
   * @example
   * const { id } = await selfdb.sql.snippets.create({ name: 'One', sql_code: 'select 1' });
   * await selfdb.sql.snippets.delete(id);
   */
  async delete(id: string, options?: RequestOptions): Promise<void> {
    await this.#http.call('DELETE /sql/snippets/{id}', { path: { id } }, options);
  }
}
