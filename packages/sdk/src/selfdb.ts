import { Auth } from './auth/auth.ts';
import { Backups } from './backups/backups.ts';
import { SelfDBError } from './errors.ts';
import { Functions } from './functions/functions.ts';
import type { Tokens } from './generated/types.gen.ts';
import type { ParseJson } from './http/attempt.ts';
import { HttpClient } from './http/client.ts';
import type { WebSocketClass } from './realtime/connection/phoenix-socket.ts';
import type { Realtime } from './realtime/realtime.ts';
import { createRealtime } from './realtime/setup.ts';
import { Sql } from './sql/sql.ts';
import { Storage } from './storage/storage.ts';
import { System } from './system/system.ts';
import { NamedTable } from './tables/named-table.ts';
import type { AnySchema, SchemaType } from './tables/schema-type.ts';
import { TableIds } from './tables/table-ids.ts';
import { TablesClient } from './tables/tables.ts';
import type { BearerTokens } from './tokens/bearer-tokens.ts';
import { TokenSession } from './tokens/session.ts';
import type { TokenStorage } from './tokens/token-storage.ts';
import { Webhooks } from './webhooks/webhooks.ts';

export interface SelfDBOptions {
  /** The address of the API, such as `http://localhost:8000`. In a page it may be a path, such as `/api`. */
  baseUrl: string;
  /** The setting API_KEY of the server. */
  apiKey: string;
  /** Milliseconds that a call may take unless it says otherwise. Default: 30,000. */
  timeout?: number | undefined;
  /** A fetch of your own. */
  fetch?: typeof fetch | undefined;
  /** Where tokens are kept, such as `localStorage`. Default: in memory. */
  storage?: TokenStorage | undefined;
  /** For programs that keep tokens themselves, instead of `storage`. */
  tokens?: BearerTokens | undefined;
  /** Reads the JSON of answers. Default: `JSON.parse`, which rounds numbers beyond 2^53. */
  parse?: ParseJson | undefined;
  /** A WebSocket for runtimes that have none, such as Node 20: the one of the package `ws`. */
  WebSocket?: WebSocketClass | undefined;
  /** The largest realtime message that the server takes: its setting REALTIME_MAX_FRAME_BYTES. Default: 262,144. */
  maxFrameBytes?: number | undefined;
}

/**
 * A client of one SelfDB. With the schema that `./selfdb types` prints, rows have types:
 * `new SelfDB<Schema>({ baseUrl, apiKey }).table('books')`.
 */
export class SelfDB<Schema extends SchemaType<Schema> = AnySchema> {
  /** Sends the requests; also takes tokens from elsewhere. */
  readonly client: HttpClient;
  readonly auth: Auth;
  readonly storage: Storage;
  readonly realtime: Realtime;
  readonly tables: TablesClient;
  readonly sql: Sql;
  readonly system: System;
  readonly backups: Backups;
  readonly functions: Functions;
  readonly webhooks: Webhooks;
  readonly #ids: TableIds;

  constructor(options: SelfDBOptions) {
    const baseUrl = absoluteUrl(options.baseUrl);
    if (!options.apiKey) throw new SelfDBError('Give the API key of the server as `apiKey`.');
    const exchange = (refreshToken: string): Promise<Tokens> =>
      this.client.call(
        'POST /users/token/refresh',
        { body: { refresh_token: refreshToken } },
        { isAnonymous: true },
      );
    const key = `selfdb:${baseUrl}`;
    const session = options.tokens
      ? undefined
      : new TokenSession({ storage: options.storage, key, exchange });
    this.client = new HttpClient({
      baseUrl,
      apiKey: options.apiKey,
      timeout: options.timeout ?? 30_000,
      fetch: options.fetch ?? ((input, init) => fetch(input, init)),
      tokens: options.tokens ?? session ?? NO_TOKENS,
      parse: options.parse,
    });
    this.#ids = new TableIds(this.client);
    this.auth = new Auth(this.client, session);
    this.storage = new Storage(this.client);
    this.realtime = createRealtime(this.client, options);
    this.auth.onAuthChange(() => {
      this.#ids.forget();
      this.realtime.renewToken();
    });
    this.tables = new TablesClient(this.client, this.#ids);
    this.sql = new Sql(this.client);
    this.system = new System(this.client);
    this.backups = new Backups(this.client);
    this.functions = new Functions(this.client);
    this.webhooks = new Webhooks(this.client);
  }

  /**
   * The rows of the table with a name.
   *
   * @example
   * const book = await selfdb.table('books').insert({ title: 'Dune', year: 1965 });
   */
  table<Name extends keyof Schema & string>(name: Name): NamedTable<Schema[Name]> {
    return new NamedTable(name, this.client, this.#ids);
  }
}

const NO_TOKENS: BearerTokens = { get: () => undefined, refresh: async () => undefined };

function absoluteUrl(baseUrl: string): string {
  const page = typeof location === 'undefined' ? undefined : location.href;
  try {
    const { href: whole, protocol } = new URL(baseUrl, page);
    if (!/^https?:$/.test(protocol)) throw new TypeError(`${protocol} is no protocol of an API.`);
    let href = whole;
    while (href.endsWith('/')) href = href.slice(0, -1);
    return href;
  } catch (cause) {
    throw new SelfDBError(
      `baseUrl must be a URL such as http://localhost:8000, not ${JSON.stringify(baseUrl)}.`,
      { cause },
    );
  }
}
