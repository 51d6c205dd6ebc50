import type { SqlAnswer } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { SqlHistory } from './history.ts';
import { SqlSnippets } from './snippets.ts';
import { SqlTabs } from './tabs.ts';

export interface SqlOptions {
  /** Values of $1, $2, …, of a single statement. */
  params?: unknown[] | undefined;
  /** The statements can't change anything. Such a run is repeated if the connection breaks. */
  readOnly?: boolean | undefined;
  /** For all statements together. Default: 30,000. The call itself waits at most as long as its `timeout`. */
  timeoutMs?: number | undefined;
  /** Rows given for each statement. Default: 1000. */
  maxRows?: number | undefined;
}

/** SQL, for administrators. */
export class Sql {
  readonly history: SqlHistory;
  readonly snippets: SqlSnippets;
  readonly tabs: SqlTabs;
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
    this.history = new SqlHistory(http);
    this.snippets = new SqlSnippets(http);
    this.tabs = new SqlTabs(http);
  }

  /**
   * Runs statements as one transaction. Throws BadRequestError with the code `sql_error` if Postgres refuses one; `details`
   * then has `sqlstate`, `position` and `hint`.
   *
   * @example
   * const { results } = await selfdb.sql.query('select $1::int + 1 as next', { params: [41], readOnly: true });
   * console.log(results[0]?.columns, results[0]?.rows);
   */
  query(
    query: string,
    { params, readOnly, timeoutMs, maxRows }: SqlOptions = {},
    options?: RequestOptions,
  ): Promise<SqlAnswer> {
    const body = { query, params, read_only: readOnly, timeout_ms: timeoutMs, max_rows: maxRows };
    return this.#http.call('POST /sql/query', { body }, { ...options, isSafe: readOnly === true });
  }
}
