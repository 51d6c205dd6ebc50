import { AppError } from '@selfdb/shared/errors';
import type { Tokens } from '@selfdb/shared/users/schema';
import type { AdminSettings } from '../bindings.ts';
import { type ApiCalls, ApiRefusal } from './api-calls.ts';
import { cookieWith, noCookie } from './cookie.ts';
import { refreshOnce } from './refresh-once.ts';
import { type Admission, admit, endQuietly, signIn } from './sign-in.ts';
import { readSignInForm } from './sign-in-form.ts';

/** A request for a session. */
export interface Visit {
  request: Request;
  settings: AdminSettings;
  /** The dashboard's own origin, as the browser sees it. */
  origin: string;
  requestId: string;
  refreshToken: string | undefined;
  api: ApiCalls;
  setCookie(cookie: string): void;
  waitUntil(work: Promise<unknown>): void;
}

const WAIT_MS = 10_000;

/** `POST /session`: signs in, and ends the session of the cookie that this replaces. */
export async function openSession(visit: Visit): Promise<Response> {
  const { api, refreshToken } = visit;
  const admission = await signIn(api, await readSignInForm(visit.request));
  keep(visit, admission.tokens);
  if (refreshToken !== undefined) await endReplaced(visit, refreshToken);
  return granted(visit, admission);
}

/** `POST /session/refresh`: new tokens for the session of the cookie. 204 without one, since browsers log a 401 as an error. */
export async function renewSession(visit: Visit): Promise<Response> {
  const { refreshToken, api } = visit;
  if (refreshToken === undefined) return nothing(visit);
  try {
    const tokens = await exchange(visit, refreshToken);
    // Before anything else can fail: the old token is used up.
    keep(visit, tokens);
    return granted(visit, await admitOrEnd(api, tokens));
  } catch (error) {
    // Not when the API is only out of reach.
    if (isOver(error)) visit.setCookie(noCookie(visit.origin));
    throw error;
  }
}

/** `DELETE /session`: ends the session of the cookie. */
export async function closeSession(visit: Visit): Promise<Response> {
  const { refreshToken, api } = visit;
  if (refreshToken !== undefined) await end(visit, refreshToken, api);
  visit.setCookie(noCookie(visit.origin));
  return nothing(visit);
}

function nothing({ requestId }: Visit): Response {
  return new Response(null, {
    status: 204,
    headers: { 'X-Request-Id': requestId, 'Cache-Control': 'no-store' },
  });
}

/** If it fails, the old session ends by itself, only later. */
async function endReplaced(visit: Visit, refreshToken: string): Promise<void> {
  const tokens = await exchange(visit, refreshToken).catch(() => undefined);
  if (tokens) await endQuietly(visit.api, tokens);
}

/** Only a token of the session can end it. A session that has ended already is no error. */
async function end(visit: Visit, refreshToken: string, api: ApiCalls): Promise<void> {
  try {
    const tokens = await exchange(visit, refreshToken);
    keep(visit, tokens);
    await api.logOut(tokens.access_token);
  } catch (error) {
    if (!isOver(error)) throw error;
  }
}

/** Somebody who is no longer an ADMIN has no use for the session. */
async function admitOrEnd(api: ApiCalls, tokens: Tokens): Promise<Admission> {
  try {
    return await admit(api, tokens);
  } catch (error) {
    if (error instanceof AppError) await endQuietly(api, tokens);
    throw error;
  }
}

/** Whether the session has ended, or its user may not use the dashboard. */
export function isOver(error: unknown): boolean {
  if (error instanceof ApiRefusal) return error.status === 401;
  return error instanceof AppError && error.code === 'forbidden';
}

/** The exchange goes on when the client leaves, so that its next request finds the new token. */
export function exchange(visit: Visit, refreshToken: string): Promise<Tokens> {
  const tokens = refreshOnce(refreshToken, visit.api.refresh);
  visit.waitUntil(tokens.catch(() => undefined));
  return Promise.race([tokens, outOfTime()]);
}

/** Also keeps this request busy while it waits for the exchange of another one: the runtime would take it for stuck. */
async function outOfTime(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  throw new AppError('unavailable', 'The session could not be renewed in time. Try again.', {
    retryAfterSeconds: 1,
  });
}

/** Gives the browser a new refresh token. */
export function keep({ settings, origin, setCookie }: Visit, { refresh_token }: Tokens): void {
  setCookie(cookieWith(refresh_token, settings.REFRESH_TOKEN_TTL_SECONDS, origin));
}

function granted({ settings, origin, requestId }: Visit, { tokens, user }: Admission): Response {
  const { access_token, expires_in } = tokens;
  const api_url = settings.PUBLIC_URL?.replace(/(?<=[^/])\/$/, '') ?? `${origin}/api`;
  const headers = {
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  };
  return Response.json({ access_token, expires_in, api_key: settings.API_KEY, api_url, user }, { headers });
}
