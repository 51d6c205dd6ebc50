import { SelfDB, type SelfDBOptions } from '../selfdb.ts';

/** A request as it was sent. */
export interface SentRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: string | undefined;
}

type Answer = Response | Error | Promise<Response>;

/** A fetch that answers what a function says, and the requests that it got. */
export function createFetch(answer: (request: SentRequest, count: number) => Answer) {
  const sent: SentRequest[] = [];
  const send = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const { method = 'GET', body } = init;
    const text = typeof body === 'string' ? body : undefined;
    const request = { method, url: new URL(String(input)), headers: new Headers(init.headers), body: text };
    sent.push(request);
    const answered = answer(request, sent.length);
    if (answered instanceof Error) throw answered;
    const aborted = new Promise<never>((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
    return Promise.race([answered, aborted]);
  };
  return { fetch: send, sent };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

export function refusal(status: number, code: string, headers: Record<string, string> = {}): Response {
  return json({ detail: `It was ${code}.`, code, request_id: 'r-1' }, status, headers);
}

export function clientOf(fetch: SelfDBOptions['fetch'], options: Partial<SelfDBOptions> = {}): SelfDB {
  return new SelfDB({ baseUrl: 'http://api.example/base/', apiKey: 'key', fetch, ...options });
}

export const tokens = (name: string, expiresIn = 900) => ({
  access_token: `access-${name}`,
  refresh_token: `refresh-${name}`,
  token_type: 'bearer',
  expires_in: expiresIn,
});
