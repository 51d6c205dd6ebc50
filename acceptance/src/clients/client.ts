/** What came back: the body as bytes, as text and parsed, when it is JSON. */
export interface Answer<T> {
  method: string;
  path: string;
  status: number;
  headers: Headers;
  bytes: Uint8Array<ArrayBuffer>;
  text: string;
  body: T;
}

export type Query = Record<string, string | number | boolean | undefined>;

export type Body =
  | string
  | Uint8Array<ArrayBuffer>
  | Blob
  | URLSearchParams
  | FormData
  | ReadableStream<Uint8Array<ArrayBuffer>>;

export interface CallOptions {
  query?: Query;
  json?: unknown;
  body?: Body;
  headers?: Record<string, string>;
  token?: string;
  /** Another API key, or null for none. */
  apiKey?: string | null;
}

export interface Client {
  call<T>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  /** The same calls with the given user's token. */
  as(token: string | undefined): Caller;
}

export interface Caller {
  get<T>(path: string, query?: Query): Promise<Answer<T>>;
  post<T>(path: string, json?: unknown, query?: Query): Promise<Answer<T>>;
  patch<T>(path: string, json?: unknown, query?: Query): Promise<Answer<T>>;
  del<T>(path: string, query?: Query): Promise<Answer<T>>;
  call<T>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
}

export function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return path;
  return `${path}?${new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headersOf(apiKey: string, options: CallOptions): Headers {
  const headers = new Headers(options.headers);
  const key = options.apiKey === undefined ? apiKey : options.apiKey;
  if (key !== null && !headers.has('X-API-Key')) headers.set('X-API-Key', key);
  if (options.token !== undefined) headers.set('Authorization', `Bearer ${options.token}`);
  if (options.json !== undefined && !headers.has('Content-Type')) {
    headers.set('Content-Type', 'application/json');
  }
  return headers;
}

export function createClient(baseUrl: string, apiKey: string): Client {
  async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
    const body = options.json === undefined ? options.body : JSON.stringify(options.json);
    const response = await fetch(baseUrl + withQuery(path, options.query), {
      method,
      headers: headersOf(apiKey, options),
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    const { status, headers } = response;
    return { method, path, status, headers, bytes, text, body: parse(text) as T };
  }
  const as = (token: string | undefined): Caller => {
    const own = <T>(method: string, path: string, options: CallOptions = {}) =>
      call<T>(method, path, token === undefined ? options : { token, ...options });
    const part = (json: unknown, query: Query | undefined): CallOptions => ({
      ...(json === undefined ? {} : { json }),
      ...(query === undefined ? {} : { query }),
    });
    return {
      call: own,
      get: (path, query) => own('GET', path, part(undefined, query)),
      post: (path, json, query) => own('POST', path, part(json, query)),
      patch: (path, json, query) => own('PATCH', path, part(json, query)),
      del: (path, query) => own('DELETE', path, part(undefined, query)),
    };
  };
  return { call, as };
}
