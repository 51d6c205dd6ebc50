import { errorOf } from '../errors.ts';
import { readJson } from '../http/attempt.ts';
import type { HttpClient } from '../http/client.ts';
import { startDeadline, unlessAborted } from '../http/deadline.ts';
import { pathTo } from '../http/path.ts';
import type { QueryValue, RequestOptions } from '../http/request-options.ts';

export interface InvokeOptions extends RequestOptions {
  /** Default: POST if there is a body, else GET. */
  method?: string | undefined;
  /** A path below the function, such as `orders/7`. */
  path?: string | undefined;
  query?: Record<string, QueryValue> | undefined;
  headers?: Record<string, string> | undefined;
  /** A body that is sent as JSON. */
  json?: unknown;
  /** A body of bytes, a text or a form. */
  body?: BodyInit | undefined;
}

/** What a function answers, whatever its status. Throws if the API refuses before the function is reached. */
export async function invokeFunction(
  http: HttpClient,
  name: string,
  { method, path = '', ...options }: InvokeOptions,
): Promise<Response> {
  const hasBody = options.json !== undefined || options.body !== undefined;
  const segments = ['invoke', ...path.split('/').filter((part) => part !== '')];
  const target = segments.reduce(pathTo, pathTo('/functions', name));
  return http.send(method ?? (hasBody ? 'POST' : 'GET'), target, {
    ...options,
    takesAnswer: (response) => response.headers.has('X-Execution-Id'),
  });
}

/** The JSON that a function answers; throws if its status is an error's. */
export async function invokeForJson<T>(http: HttpClient, name: string, options: InvokeOptions): Promise<T> {
  const deadline = startDeadline(options.timeout ?? http.timeout, options.signal);
  try {
    const response = await invokeFunction(http, name, { ...options, signal: deadline.signal });
    const answer = response.ok ? readJson<T>(response, http.parse) : failure(response);
    return await unlessAborted(answer, deadline.signal);
  } finally {
    deadline.release();
  }
}

async function failure(response: Response): Promise<never> {
  throw errorOf(response, await response.text());
}
