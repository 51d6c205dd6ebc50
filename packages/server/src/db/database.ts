import type { RawBuilder } from 'kysely';
import { compile } from './compile.ts';
import { toAppError } from './errors/to-app-error.ts';
import { headersFor, type SqlEndpoint, type SqlResult, sendBatch, sendStatement } from './sql-over-http.ts';

/** SQL that a repository made. `Row` is what it says of the rows it answers; nothing checks that. */
export type Statement<Row = unknown> = RawBuilder<Row>;

/** The rows of each of several statements. */
export type RowsOfEach<S> = { -readonly [I in keyof S]: S[I] extends Statement<infer Row> ? Row[] : never };

/** The database behind SQL over HTTP: the gateway, or Neon on Cloudflare. Each call is one round trip. */
export interface Database {
  /** Rows of one statement. Throws AppError; SQLSTATEs are mapped by `errors/to-app-error.ts`. */
  query<Row>(statement: Statement<Row>): Promise<Row[]>;
  /** The same of a statement that writes rows, with the place in the change feed that it is before. */
  write<Row>(statement: Statement<Row>): Promise<Written<Row>>;
  /** Rows of each statement, run in one transaction: all or nothing. */
  batch<S extends readonly Statement[] | []>(statements: S): Promise<RowsOfEach<S>>;
  /** The same database as the role `selfdb_sql`, for statements on users' tables; itself where there is one role. */
  readonly tables: Database;
  /**
   * The same database for the statements of a caller, who gets a share of it; the system's own without one. The key says
   * `admin:`, `user:` or `address:`, and who.
   */
  of(caller: string | undefined): Database;
}

export interface Written<Row> {
  rows: Row[];
  /** As the change feed has them; undefined where there is none. */
  cursor: string | undefined;
}

interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
  /** The same server and database as `selfdb_sql`. */
  sqlUrl?: string | undefined;
  /** Where SQL over HTTP is served; left out, Neon's own address is made from the URL. */
  gatewayUrl?: string | undefined;
  /** A service binding to the gateway; left out, the global fetch is used. */
  gateway?: { fetch: typeof fetch } | undefined;
}

const MAX_CALLERS_KEPT = 1000;

/** Opens the database for a worker. Make one an isolate and keep it. */
export function createDatabase(options: DatabaseOptions): Database {
  const { gatewayUrl, gateway } = options;
  const views = new Map<string, Database>();
  const endpointOf = (url: string, caller?: string): SqlEndpoint => ({
    url: gatewayUrl ?? neonAddress(url),
    // Neon is not told who calls.
    headers: headersFor(url, gatewayUrl === undefined ? undefined : caller),
    fetch: gateway ? (input, init) => gateway.fetch(input, init) : (input, init) => fetch(input, init),
  });
  const open = (caller?: string): Database => {
    const { url, sqlUrl } = options;
    const tables = sqlUrl ? new View(endpointOf(sqlUrl, caller), (other) => of(other).tables) : undefined;
    return new View(endpointOf(url, caller), of, tables);
  };
  const system = open();
  function of(caller: string | undefined): Database {
    if (caller === undefined) return system;
    const known = views.get(caller);
    if (known) return known;
    if (views.size >= MAX_CALLERS_KEPT) views.clear();
    const view = open(caller);
    views.set(caller, view);
    return view;
  }
  return system;
}

/** The database as one of its two roles, for one caller. */
class View implements Database {
  readonly of: Database['of'];
  readonly tables: Database;
  readonly #endpoint: SqlEndpoint;

  constructor(endpoint: SqlEndpoint, of: Database['of'], tables?: Database) {
    this.#endpoint = endpoint;
    this.of = of;
    this.tables = tables ?? this;
  }

  query<Row>(statement: Statement<Row>): Promise<Row[]> {
    return sendStatement(this.#endpoint, compile(statement))
      .then(toRows<Row>)
      .catch(fail);
  }

  write<Row>(statement: Statement<Row>): Promise<Written<Row>> {
    return sendStatement(this.#endpoint, compile(statement), 'select selfdb_api.feed_cursor()')
      .then((result) => ({ rows: toRows<Row>(result), cursor: result.afterwards }))
      .catch(fail);
  }

  batch<S extends readonly Statement[] | []>(statements: S): Promise<RowsOfEach<S>> {
    return sendBatch(this.#endpoint, statements.map(compile))
      .then((results) => results.map(toRows) as RowsOfEach<S>)
      .catch(fail);
  }
}

/** Rows of a statement that runs after others in one transaction, or alone when there are none. */
export async function queryAfter<Row>(
  db: Database,
  before: Statement[],
  statement: Statement<Row>,
): Promise<Row[]> {
  if (before.length === 0) return db.query(statement);
  const results = await db.batch([...before, statement]);
  return results.at(-1) as Row[];
}

function fail(error: unknown): never {
  throw toAppError(error);
}

/** Neon serves SQL over HTTP at `api.` in place of the endpoint's own name. */
function neonAddress(url: string): string {
  return `https://${new URL(url).hostname.replace(/^[^.]+\./, 'api.')}/sql`;
}

/** The type of the rows is what the statement says of them. */
function toRows<Row>({ fields, rows }: SqlResult): Row[] {
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i];
      const value = values[i];
      if (field) row[field.name] = value == null ? null : toJavaScript(value, field.dataTypeID);
    }
    return row as Row;
  });
}

/** Types that JavaScript holds without loss, by their OID (pg_type.dat); everything else stays the text it is. */
function toJavaScript(text: string, typeId: number): unknown {
  switch (typeId) {
    case 16: // boolean
      return text === 't';
    case 21: // smallint
    case 23: // integer
    case 700: // real
    case 701: // double precision
      return Number(text);
    case 114: // json
    case 3802: // jsonb
      return JSON.parse(text);
    default:
      return text;
  }
}
