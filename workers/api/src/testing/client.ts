import * as rowRoutes from '@selfdb/shared/routes/rows';
import * as systemRoutes from '@selfdb/shared/routes/system';
import * as tableRoutes from '@selfdb/shared/routes/tables';
import { countGatewayRequests } from '@selfdb/shared/testing/gateway-requests';
import { inject } from 'vitest';
import { createApiApp } from '../app.ts';

export const SECRETS = {
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
};

/** Stands where the auth worker does: behind a service binding. */
export const authWorker = {
  state: 200,
  async fetch(input: RequestInfo | URL): Promise<Response> {
    const { pathname } = new URL(new Request(input).url);
    return new Response(pathname, { status: pathname === '/internal/health' ? authWorker.state : 404 });
  },
};

const bindings = {
  ...SECRETS,
  DATABASE_URL: inject('databaseUrl'),
  DB_GATEWAY_URL: inject('gatewayUrl'),
  MAX_BODY_BYTES: '10485760',
  SELFDB_VERSION: '1.2.3',
  LOG_LEVEL: 'error',
  AUTH: authWorker,
};

const app = createApiApp();

export interface CallOptions {
  token?: string | undefined;
  json?: unknown;
  body?: BodyInit;
  headers?: Record<string, string | undefined>;
}

export interface Problem {
  detail: string;
  code: string;
  request_id: string;
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body, taken for what the test expects; undefined when there is none. */
  body: T;
}

/** Calls the API worker with the API key. A header that is undefined is left out. `body` is sent as JSON as it is. */
export async function call<T = Problem>(
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer<T>> {
  const headers = new Headers({ 'X-API-Key': SECRETS.API_KEY });
  if (options.token !== undefined) headers.set('Authorization', `Bearer ${options.token}`);
  const body = options.json === undefined ? options.body : JSON.stringify(options.json);
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
  // A stream goes out in chunks; Node's fetch wants to hear that nothing is read before it ends.
  const init = { method, headers, duplex: 'half', ...(body === undefined ? {} : { body }) };
  const response = await app.fetch(new Request(`http://api${path}`, init), bindings);
  const text = await response.text();
  expectDeclared(method, path, response.status, text);
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text && isJson ? JSON.parse(text) : undefined,
  };
}

const ROUTES = [tableRoutes, rowRoutes, systemRoutes].flatMap((routes) => Object.values(routes));

/** Throws when the route does not declare the status, and always on 500. */
function expectDeclared(method: string, path: string, status: number, text: string): void {
  if (status === 500) throw new Error(`${method} ${path} answered 500 ${text}`);
  const bare = path.replace(/[?].*/s, '').replace(/(?<=.)[/]$/, '');
  const route = ROUTES.find(
    (candidate) =>
      'path' in candidate &&
      candidate.method === method.toLowerCase() &&
      new RegExp(`^${candidate.path.replace(/[{]\w+[}]/g, '[^/]+')}$`).test(bare),
  );
  if (route && 'responses' in route && !(status in route.responses)) {
    throw new Error(`${method} ${path} answered ${status}, which the contract does not declare`);
  }
}

/** How many requests `work` makes to the gateway, by the gateway's own count. */
export function gatewayRequests(work: () => Promise<unknown>): Promise<number> {
  return countGatewayRequests(bindings, work);
}
