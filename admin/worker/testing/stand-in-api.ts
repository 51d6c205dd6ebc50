import worker from '../worker.ts';

export const ORIGIN = 'http://127.0.0.1:3000';
export const API_KEY = 'api-key-for-tests-0123456789abcdef';

/** What the API is asked, and what it answers: by method and path, or 200 with tokens and an ADMIN. */
export class StandInApi {
  readonly asked: { call: string; headers: Headers; body: string; cf: unknown }[] = [];
  answers: Record<string, () => Response | Promise<Response>> = {};
  #issued = 0;

  fetcher(): Fetcher {
    return { fetch: (input: RequestInfo | URL) => this.#answer(new Request(input)) } as Fetcher;
  }

  calls(): string[] {
    return this.asked.map(({ call }) => call);
  }

  async #answer(request: Request): Promise<Response> {
    const call = `${request.method} ${new URL(request.url).pathname}`;
    this.asked.push({ call, headers: request.headers, body: await request.text(), cf: request.cf });
    const given = this.answers[call];
    if (given) return given();
    if (call.startsWith('POST /users/token')) {
      this.#issued += 1;
      const refresh_token = `refresh-${crypto.randomUUID()}`;
      return Response.json({ access_token: `access-${this.#issued}`, refresh_token, expires_in: 3600 });
    }
    return Response.json({ id: 'a', role: 'ADMIN' });
  }
}

/** Sends the dashboard's worker a request, as its page does unless the headers differ. */
export async function send(
  api: StandInApi,
  method: string,
  path: string,
  {
    headers = {},
    body = '{}',
    proxies = 0,
  }: { headers?: Record<string, string | undefined>; body?: string; proxies?: number } = {},
): Promise<Response> {
  const all = { Origin: ORIGIN, 'Content-Type': 'application/json', ...headers };
  const given = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const request = new Request(ORIGIN + path, {
    method,
    headers: given as [string, string][],
    ...(hasBody ? { body } : {}),
  });
  const SETTINGS = JSON.stringify({ API_KEY, TRUSTED_PROXIES: String(proxies) });
  const env = { API: api.fetcher(), ASSETS: api.fetcher(), SETTINGS };
  return worker.fetch(request, env, { waitUntil: () => undefined });
}
