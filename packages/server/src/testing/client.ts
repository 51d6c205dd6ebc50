import { createContractCheck } from './contract-check.ts';
import { SECRETS } from './secrets.ts';

export interface CallOptions {
  token?: string | undefined;
  /** Sent as JSON, with its content type. */
  json?: unknown;
  /** Sent as it is, with the content type that it brings along, if any. */
  body?: BodyInit;
  /** These win over all others. One that is undefined is left out. */
  headers?: Record<string, string | undefined>;
  signal?: AbortSignal;
}

/** The body of an error. */
export interface Problem {
  detail: string;
  code: string;
  request_id: string;
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body, taken for what the test expects; undefined when it is not JSON or there is none. */
  body: T;
}

export interface CallSetup {
  /** The worker under test. */
  fetch: (request: Request) => Response | Promise<Response>;
  /** The modules with its route contracts. */
  routes: object[];
  /** More headers for a call. */
  headers?: (options: CallOptions) => Record<string, string> | Promise<Record<string, string>>;
}

/**
 * A function that calls a worker with the API key, and throws when the answer is a 500 or is not what the contract of
 * the route declares.
 */
export function createCall({ fetch, routes, headers = () => ({}) }: CallSetup) {
  const check = createContractCheck(routes);
  return async function call<T = Problem>(
    method: string,
    path: string,
    options: CallOptions = {},
  ): Promise<Answer<T>> {
    const request = requestOf(method, path, options, await headers(options));
    const response = await fetch(request);
    const text = await response.text();
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json') === true;
    check(request, { status: response.status, text, isJson });
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text && isJson ? JSON.parse(text) : undefined,
    };
  };
}

function requestOf(
  method: string,
  path: string,
  { token, json, body, headers = {}, signal }: CallOptions,
  more: Record<string, string>,
): Request {
  const all = new Headers({ 'X-API-Key': SECRETS.API_KEY, ...more });
  if (token !== undefined) all.set('Authorization', `Bearer ${token}`);
  if (json !== undefined) all.set('Content-Type', 'application/json');
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) all.delete(name);
    else all.set(name, value);
  }
  const sent = json === undefined ? body : JSON.stringify(json);
  // Node's fetch requires `duplex` for a streamed body.
  const init = {
    method,
    headers: all,
    duplex: 'half',
    ...(sent === undefined ? {} : { body: sent }),
    ...(signal ? { signal } : {}),
  };
  return new Request(`http://worker${path}`, init);
}
