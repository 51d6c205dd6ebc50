import { signInternalToken } from '@selfdb/shared/auth/tokens';
import * as routes from '@selfdb/shared/routes/users';
import { countGatewayRequests } from '@selfdb/shared/testing/gateway-requests';
import { inject } from 'vitest';
import { createAuthApp } from '../app.ts';

export const SECRETS = {
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
};

const bindings = {
  ...SECRETS,
  DATABASE_URL: inject('databaseUrl'),
  DB_GATEWAY_URL: inject('gatewayUrl'),
  MAX_BODY_BYTES: '100000',
  LOGIN_FAILURES_PER_ACCOUNT: '4',
  LOGIN_FAILURES_PER_ADDRESS: '6',
  LOG_LEVEL: 'error',
};

const app = createAuthApp();

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

/** Every call comes from an address of its own unless it names one, so that no test slows another. */
let addresses = 0;

/** Calls the worker as the public door does. A header that is undefined is left out. */
export async function call<T = Problem>(
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer<T>> {
  const headers = new Headers({
    'X-SelfDB-Internal': await signInternalToken(SECRETS.INTERNAL_SECRET),
    'X-SelfDB-Client-Address': `test-${process.pid}-${++addresses}`,
    'X-API-Key': SECRETS.API_KEY,
  });
  if (options.token !== undefined) headers.set('Authorization', `Bearer ${options.token}`);
  if (options.json !== undefined) headers.set('Content-Type', 'application/json');
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
  const body = options.json === undefined ? options.body : JSON.stringify(options.json);
  const init = { method, headers, ...(body === undefined ? {} : { body }) };
  const response = await app.fetch(new Request(`http://auth${path}`, init), bindings);
  expectDeclared(method, path, response.status);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text ? JSON.parse(text) : undefined,
  };
}

/** Throws when the route does not declare the status. 401 for a wrong key or a stranger belongs to every route. */
function expectDeclared(method: string, path: string, status: number): void {
  const bare = path.replace(/[?].*/, '').replace(/[/]$/, '');
  const route = Object.values(routes).find(
    (candidate) =>
      'path' in candidate &&
      candidate.method === method.toLowerCase() &&
      new RegExp(`^${candidate.path.replace(/[{]\w+[}]/, '[^/]+')}$`).test(bare),
  );
  if (route && 'responses' in route && !(status in route.responses)) {
    throw new Error(`${method} ${path} answered ${status}, which the contract does not declare`);
  }
}

/** How many requests `work` makes to the gateway, by the gateway's own count. */
export function gatewayRequests(work: () => Promise<unknown>): Promise<number> {
  return countGatewayRequests(bindings, work);
}
