import { randomUUID } from 'node:crypto';
import { signAccessToken } from '@selfdb/shared/auth/tokens';
import { authenticate, requireApiKey } from '@selfdb/shared/http/authenticate';
import { createApp } from '@selfdb/shared/http/create-app';
import { readBody } from '@selfdb/shared/http/read-body';
import { countGatewayRequests } from '@selfdb/shared/testing/gateway-requests';
import pg from 'pg';
import { inject } from 'vitest';
import type { ApiBindings } from '../../bindings.ts';
import { mountSql } from '../index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    gatewayUrl: string;
  }
}

const SECRET_KEY = 'secret-key-for-tests-0123456789abcdef';
const API_KEY = 'api-key-for-tests-0123456789abcdef';

const bindings = {
  SECRET_KEY,
  API_KEY,
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
  DATABASE_URL: inject('databaseUrl'),
  DB_GATEWAY_URL: inject('gatewayUrl'),
  SQL_MAX_TIMEOUT_MS: '20000',
  SQL_MAX_ROWS: '5000',
  LOG_LEVEL: 'error',
};

const app = createApp<ApiBindings>('api');
app.use(requireApiKey());
app.use(authenticate());
app.use(readBody());
mountSql(app);

const pool = new pg.Pool({ connectionString: inject('databaseUrl'), max: 4, allowExitOnIdle: true });

/** Rows of a statement, past the API. */
export async function rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await pool.query<Record<string, unknown>>(text, values)).rows;
}

/** The only column of the only row. */
export async function value(text: string, values: unknown[] = []): Promise<unknown> {
  return Object.values((await rows(text, values))[0] ?? {})[0];
}

export interface Person {
  userId: string;
  sessionId: string;
  token: string;
}

/** A user with a session, made past the API. */
export async function createPerson(role: 'ADMIN' | 'USER' = 'ADMIN'): Promise<Person> {
  const userId = String(
    await value(
      `insert into selfdb.users (email, password_hash, first_name, last_name, role)
       values ($1, 'x', 'Ada', 'Lovelace', $2) returning id`,
      [`${randomUUID()}@example.com`, role],
    ),
  );
  const sessionId = randomUUID();
  await rows(
    `insert into selfdb.sessions (id, user_id, refresh_id, expires_at) values ($1, $2, $1, now() + interval '1 hour')`,
    [sessionId, userId],
  );
  return {
    userId,
    sessionId,
    token: await signAccessToken(SECRET_KEY, { kind: 'user', userId, sessionId }, 3600),
  };
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  text: string;
  body: T;
}

export interface CallOptions {
  token?: string | undefined;
  json?: unknown;
  text?: string;
  signal?: AbortSignal;
}

export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
  const headers = new Headers({ 'X-API-Key': API_KEY, 'Content-Type': 'application/json' });
  if (options.token !== undefined) headers.set('Authorization', `Bearer ${options.token}`);
  const body = options.json === undefined ? options.text : JSON.stringify(options.json);
  const request = new Request(`http://api${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const response = await app.fetch(request, bindings);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text ? JSON.parse(text) : undefined,
  };
}

export interface SqlBody {
  results: {
    command: string;
    row_count: number | null;
    columns: { name: string; type: string }[];
    rows: unknown[][];
    truncated: boolean;
  }[];
  notices: { severity: string; message: string }[];
  execution_time_ms: number;
  detail: string | { loc: (string | number)[]; msg: string }[];
  code: string;
  sqlstate: string;
  position: number | null;
  hint: string | null;
}

const admin = createPerson();

/** Runs SQL as an ADMIN of this file's own. */
export async function run(query: string, options: Record<string, unknown> = {}): Promise<Answer<SqlBody>> {
  const { token } = await admin;
  return call<SqlBody>('POST', '/sql/query', { token, json: { query, ...options } });
}

/** The first column of the last result. */
export async function column(query: string, options: Record<string, unknown> = {}): Promise<unknown[]> {
  const { status, body, text } = await run(query, options);
  if (status !== 200) throw new Error(text);
  return body.results.at(-1)?.rows.map((row) => row[0]) ?? [];
}

/** How many sessions of `/sql/query` Postgres has that run a text like this. */
export async function backendsRunning(pattern: string): Promise<number> {
  const found = await value(
    `select count(*)::int from pg_stat_activity where pid <> pg_backend_pid() and query like $1 and state <> 'idle'`,
    [pattern],
  );
  return Number(found);
}

/** How many requests `work` makes to the gateway, by the gateway's own count. */
export function gatewayRequests(work: () => Promise<unknown>): Promise<number> {
  return countGatewayRequests(bindings, work);
}
