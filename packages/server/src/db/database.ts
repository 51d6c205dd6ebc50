import { type RawBuilder, sql } from 'kysely';
import { compile } from './compile.ts';
import { toAppError } from './errors/to-app-error.ts';
import { headersFor, type SqlEndpoint, type SqlResult, sendBatch, sendStatement } from './sql-over-http.ts';

/** A statement that a repository built. `Row` is the type that it declares for its rows; nothing checks it. */
export type Statement<Row = unknown> = RawBuilder<Row>;

/** The rows of each of several statements. */
export type RowsOfEach<S> = { -readonly [I in keyof S]: S[I] extends Statement<infer Row> ? Row[] : never };

/** The database over HTTP, by the gateway, or Neon on Cloudflare. Each call is one round trip. */
export interface Database {
  /** Rows of one statement. Throws AppError; SQLSTATEs are mapped by `errors/to-app-error.ts`. */
  query<Row>(statement: Statement<Row>): Promise<Row[]>;
  /** The same for a statement that writes rows, with a position in the change feed after the write. */
  write<Row>(statement: Statement<Row>): Promise<Written<Row>>;
  /** Rows of each statement, run in one transaction: all or nothing. */
  batch<S extends readonly Statement[] | []>(statements: S): Promise<RowsOfEach<S>>;
  /** The same database as the role `selfdb_sql`, for statements on users' tables; itself if there is only one role. */
  readonly tables: Database;
  /**
   * The same database for the statements of a caller, who gets a fair share of its connections. Without a caller, the
   * statements are the system's own. The key is `admin:`, `user:` or `address:` and the id or address.
   */
  of(caller: string | undefined): Database;
  /** The same database for a request to which this many functions led: the change feed tells it of what is written. */
  atDepth(depth: number): Database;
  readonly depth: number;
}

export interface Written<Row> {
  rows: Row[];
  /** A position in the change feed; undefined if there is no feed. */
  cursor: string | undefined;
}

interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
  /** The same server and database as `selfdb_sql`. */
  sqlUrl?: string | undefined;
  /** The address of SQL over HTTP. By default, Neon's own address, made from the URL. */
  gatewayUrl?: string | undefined;
  /** A service binding to the gateway. By default, the global fetch. */
  gateway?: { fetch: typeof fetch } | undefined;
}

const MAX_CALLERS_KEPT = 1000;
const FEED_CURSOR = 'select selfdb_api.feed_cursor()';

/** Opens the database for a worker. Create one per isolate and keep it. */
export function createDatabase(options: DatabaseOptions): Database {
  const { gatewayUrl, gateway } = options;
  const views = new Map<string, Database>();
  const endpointOf = (url: string, caller?: string): SqlEndpoint => ({
    url: gatewayUrl ?? neonAddress(url),
    // Neon does not need to know the caller.
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
  readonly depth: number;
  readonly #endpoint: SqlEndpoint;

  constructor(endpoint: SqlEndpoint, of: Database['of'], tables?: Database, depth = 0) {
    this.#endpoint = endpoint;
    this.of = of;
    this.tables = tables ?? this;
    this.depth = depth;
  }

  atDepth(depth: number): Database {
    const tables = this.tables === this ? undefined : this.tables.atDepth(depth);
    return new View(this.#endpoint, this.of, tables, depth);
  }

  query<Row>(statement: Statement<Row>): Promise<Row[]> {
    return sendStatement(this.#endpoint, compile(statement))
      .then(toRows<Row>)
      .catch(fail);
  }

  write<Row>(statement: Statement<Row>): Promise<Written<Row>> {
    if (this.depth > 0) return this.#writeAtDepth(statement).catch(fail);
    return sendStatement(this.#endpoint, compile(statement), FEED_CURSOR)
      .then((result) => ({ rows: toRows<Row>(result), cursor: result.afterwards }))
      .catch(fail);
  }

  async #writeAtDepth<Row>(statement: Statement<Row>): Promise<Written<Row>> {
    const statements = [noteDepth(this.depth), statement].map(compile);
    const { results, afterwards } = await sendBatch(this.#endpoint, statements, FEED_CURSOR);
    const [, written] = results;
    return { rows: written ? toRows<Row>(written) : [], cursor: afterwards };
  }

  batch<S extends readonly Statement[] | []>(statements: S): Promise<RowsOfEach<S>> {
    const before = this.depth > 0 ? [noteDepth(this.depth)] : [];
    return sendBatch(this.#endpoint, [...before, ...statements].map(compile))
      .then(({ results }) => results.slice(before.length).map(toRows) as RowsOfEach<S>)
      .catch(fail);
  }
}

/** For the beginning of a transaction that changes rows: tells the change feed how many functions led to it. */
function noteDepth(depth: number): Statement {
  return sql`select selfdb_api.note_depth(${depth}::int)::text as noted`;
}

/** Rows of a statement that runs after others in one transaction, or alone if there are none. */
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

/** Neon serves SQL over HTTP at `api.` instead of the endpoint's own name. */
function neonAddress(url: string): string {
  return `https://${new URL(url).hostname.replace(/^[^.]+\./, 'api.')}/sql`;
}

/** Rows by column name, with the type that the statement declares. */
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

/** Converts the types that JavaScript represents without loss, by OID (pg_type.dat). All others stay text. */
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
