export interface CallOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  token?: string;
  json?: unknown;
}

/** Calls the API and gives the answer's JSON. Throws unless it succeeds. */
export type Api = <T = unknown>(path: string, options?: CallOptions) => Promise<T>;

export function createApi(url: string, apiKey: string, signal: AbortSignal): Api {
  return async <T>(path: string, { method, token, json }: CallOptions = {}): Promise<T> => {
    const answer = await fetch(url + path, {
      method: method ?? (json === undefined ? 'GET' : 'POST'),
      headers: {
        'X-API-Key': apiKey,
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: json === undefined ? null : JSON.stringify(json),
      signal,
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`${method ?? ''} ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
}
