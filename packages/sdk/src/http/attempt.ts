import { APIConnectionError, SelfDBError } from '../errors.ts';
import type { QueryValue, SendOptions } from './request-options.ts';

/** What to send: where, and as whom. */
export interface Target {
  method: string;
  url: string;
  apiKey: string;
  token: string | undefined;
  signal: AbortSignal;
}

/** A request to send once. It names itself, so that the server's log can be searched even if no answer arrives. */
export function toRequest(target: Target, options: SendOptions): RequestInit & { headers: Headers } {
  const { json, body, signal: _signal, timeout: _timeout } = options;
  const headers = new Headers(options.headers);
  headers.set('X-API-Key', target.apiKey);
  if (!headers.has('X-Request-Id')) headers.set('X-Request-Id', randomId());
  if (target.token !== undefined) headers.set('Authorization', `Bearer ${target.token}`);
  if (json !== undefined) headers.set('Content-Type', 'application/json');
  const sent = json === undefined ? body : JSON.stringify(json);
  // Without `duplex`, no runtime takes a stream as a body; the type of fetch does not know it yet.
  const duplex = body instanceof ReadableStream ? { duplex: 'half' } : {};
  return {
    ...duplex,
    method: target.method,
    headers,
    signal: target.signal,
    ...(sent === undefined ? {} : { body: sent }),
  };
}

// Not crypto.randomUUID, which pages have only over HTTPS and on localhost.
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `?` and the parameters that are given; empty if there are none. */
export function queryText(query: Record<string, QueryValue> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** What a failed fetch throws, as an error of this package. */
export function toConnectionError(
  thrown: unknown,
  { method, url }: Target,
  requestId: string | null,
): SelfDBError {
  if (thrown instanceof SelfDBError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `${method} ${new URL(url).origin} got no complete answer: ${reason}`;
  return new APIConnectionError(message, {
    code: 'connection_failed',
    cause: thrown,
    requestId: requestId ?? undefined,
  });
}

/** Makes values of JSON; throws if the text is none. */
export type ParseJson = (text: string) => unknown;

const NO_BODY = new Set([204, 205, 304]);

/** The body of an answer, from JSON; null if it is empty. */
export async function readJson<T>(response: Response, parse: ParseJson): Promise<T> {
  const text = await response.text();
  try {
    // Of a proxy, perhaps: the API itself leaves out a body only with these statuses.
    return parse(text === '' && NO_BODY.has(response.status) ? 'null' : text) as T;
  } catch (cause) {
    const message = 'The answer is not JSON. Does baseUrl point to the API of SelfDB?';
    throw new SelfDBError(message, { status: response.status, code: 'not_json', cause });
  }
}
