import type { Tokens, User } from '@selfdb/shared/users/schema';
import type { AdminBindings } from '../bindings.ts';

/** What the API answered, if it was not what was asked for. Plain text, so that requests can share it. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal';
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | null;

  constructor(status: number, body: string, retryAfter: string | null) {
    super(`The API answered ${status}.`);
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }
}

interface Call {
  method: 'GET' | 'POST';
  path: string;
  body?: object;
  token?: string;
}

/** The calls to the API that sessions need. Each throws an ApiRefusal. */
export interface ApiCalls {
  logIn(email: string, password: string): Promise<Tokens>;
  refresh(refreshToken: string): Promise<Tokens>;
  changePassword(token: string, current: string, next: string): Promise<void>;
  me(token: string): Promise<User>;
  logOut(token: string): Promise<void>;
  status(): Promise<{ initialized: boolean }>;
  /** The answer, whose body is the archive. */
  download(token: string, filename: string): Promise<Response>;
}

/** Headers of the client's request by which the API knows its address and its browser. */
const PASSED_ON = ['X-Forwarded-For', 'CF-Connecting-IP', 'User-Agent'];

/** Calls the API for the client of a request. Its logins count against that client's address, as they do at the API itself. */
export function apiCallsFor(
  client: Request,
  { API }: AdminBindings,
  apiKey: string,
  requestId: string,
): ApiCalls {
  const send = async ({ method, path, body, token }: Call): Promise<Response> => {
    const headers = new Headers({ 'X-API-Key': apiKey, 'X-Request-Id': requestId });
    for (const name of PASSED_ON) {
      const value = client.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
    if (body) headers.set('Content-Type', 'application/json');
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    // `cf` has the other end of the connection.
    const call = new Request(new URL(path, client.url), { ...init, ...(client.cf ? { cf: client.cf } : {}) });
    const answer = await API.fetch(call);
    if (answer.ok) return answer;
    throw new ApiRefusal(answer.status, await answer.text(), answer.headers.get('Retry-After'));
  };
  const done = async (call: Call) => void (await (await send(call)).text());
  const post = (path: string, body: object): Call => ({ method: 'POST', path, body });
  return {
    logIn: async (email, password) => (await send(post('/users/token', { email, password }))).json<Tokens>(),
    refresh: async (token) =>
      (await send(post('/users/token/refresh', { refresh_token: token }))).json<Tokens>(),
    changePassword: (token, current_password, new_password) =>
      done({ ...post('/users/me/password', { current_password, new_password }), token }),
    me: async (token) => (await send({ method: 'GET', path: '/users/me', token })).json<User>(),
    logOut: (token) => done({ method: 'POST', path: '/users/logout', token }),
    status: async () =>
      (await send({ method: 'GET', path: '/system/status' })).json<{ initialized: boolean }>(),
    download: (token, filename) => send({ method: 'GET', path: `/backups/${filename}/download`, token }),
  };
}
