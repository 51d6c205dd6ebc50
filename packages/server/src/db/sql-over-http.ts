import type { Compiled } from './compile.ts';

/**
 * A client of the protocol of Neon's serverless driver (https://github.com/neondatabase/serverless), which our gateway and
 * Neon serve. docs/decisions/0005-own-client-of-sql-over-http.md says why it is not that driver.
 */
export interface SqlEndpoint {
  url: string;
  /** From `headersFor`. */
  headers: Headers;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
}

export interface SqlResult {
  fields: { name: string; dataTypeID: number }[];
  rows: (string | null)[][];
  afterwards?: string;
}

/** A Postgres error. `code` is the SQLSTATE; the protocol's other fields are properties, too. */
export class PostgresError extends Error {
  override name = 'PostgresError';
  readonly code: string;

  constructor({ message, code, ...fields }: { message: string; code: string }) {
    super(message);
    this.code = code;
    for (const [name, value] of Object.entries(fields)) {
      if (value !== null) Object.assign(this, { [name]: value });
    }
  }
}

/** Postgres did not answer: the gateway is down or full, or refuses the credentials. */
export class GatewayError extends Error {
  override name = 'GatewayError';
}

/** This caller has used up its share of the gateway, which still serves others. */
export class CallerBusyError extends Error {
  override name = 'CallerBusyError';
}

/**
 * Sends one statement. After its commit, the gateway runs the SQL text `afterwards` and returns its first value; Neon ignores
 * it. Throws PostgresError, GatewayError, CallerBusyError.
 */
export async function sendStatement(
  endpoint: SqlEndpoint,
  statement: Compiled,
  afterwards?: string,
): Promise<SqlResult> {
  const query = queryJson(statement);
  const body =
    afterwards === undefined ? query : `${query.slice(0, -1)},"afterwards":${JSON.stringify(afterwards)}}`;
  return (await post(endpoint, body, endpoint.headers)) as SqlResult;
}

/** Sends statements that run in one transaction, and `afterwards` as above. Throws PostgresError, GatewayError, CallerBusyError. */
export async function sendBatch(
  endpoint: SqlEndpoint,
  statements: Compiled[],
  afterwards?: string,
): Promise<{ results: SqlResult[]; afterwards?: string }> {
  const headers = new Headers(endpoint.headers);
  headers.set('Neon-Batch-Isolation-Level', 'ReadCommitted');
  const more = afterwards === undefined ? '' : `,"afterwards":${JSON.stringify(afterwards)}`;
  const body = `{"queries":[${statements.map(queryJson).join(',')}]${more}}`;
  return (await post(endpoint, body, headers)) as { results: SqlResult[]; afterwards?: string };
}

/**
 * The headers of every request to the database of a connection string. Our gateway shares its connections fairly among the
 * callers that they name.
 */
export function headersFor(connectionString: string, caller?: string): Headers {
  return new Headers({
    'Neon-Connection-String': connectionString,
    'Neon-Raw-Text-Output': 'true',
    'Neon-Array-Mode': 'true',
    ...(caller === undefined ? {} : { 'SelfDB-Caller': caller }),
  });
}

async function post(endpoint: SqlEndpoint, body: string, headers: Headers): Promise<unknown> {
  const response = await endpoint.fetch(endpoint.url, { method: 'POST', headers, body });
  if (response.ok) return response.json();
  const text = await response.text();
  if (response.status === 429) throw new CallerBusyError('SQL over HTTP answered 429');
  if (response.status !== 400) throw new GatewayError(`SQL over HTTP answered ${response.status}`);
  throw new PostgresError(JSON.parse(text));
}

function queryJson({ text, parameters }: Compiled): string {
  return JSON.stringify({ query: text, params: parameters.map(toParameter) });
}

/** A value as the text that Postgres reads. */
function toParameter(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? arrayText(value) : String(value);
}

function arrayText(values: unknown[]): string {
  const items = values.map((value) => {
    const text = toParameter(value);
    return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}
