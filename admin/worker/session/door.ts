import { drainBody } from '@selfdb/server/http/request/drain-body';
import { requestIdOf } from '@selfdb/server/http/request-id';
import { AppError } from '@selfdb/shared/errors';
import { type AdminBindings, type Lifetime, ownOriginOf, settingsOf } from '../bindings.ts';
import { toErrorAnswer } from '../error-answer.ts';
import { ApiRefusal, apiCallsFor } from './api-calls.ts';
import { downloadBackup, tellStatus } from './backup-visits.ts';
import { cookieName, readCookie } from './cookie.ts';
import { isFromOwnPage, isUnnamedForm } from './same-origin.ts';
import { requireJsonType } from './sign-in-form.ts';
import { closeSession, openSession, renewSession, type Visit } from './visits.ts';

const FOREIGN =
  'Only pages of the dashboard may use its sessions. Behind a proxy, set TRUSTED_PROXIES so that SelfDB knows its own address.';

type Handler = (visit: Visit) => Promise<Response>;

const ROUTES: Record<string, Record<string, Handler>> = {
  '/session': { POST: openSession, DELETE: closeSession },
  '/session/refresh': { POST: renewSession },
  '/session/status': { POST: tellStatus },
};

/** Sent by a form, which has another type than JSON. */
const ARCHIVE = /^\/session\/backups\/([\w.-]{1,200})$/;

/** Whether a path belongs to the dashboard's sessions. */
export function isDoor(pathname: string): boolean {
  return pathname === '/session' || pathname.startsWith('/session/');
}

/**
 * The sessions of the dashboard: `POST /session`, `POST /session/refresh`, `DELETE /session`, and what needs its cookie or no session:
 * `POST /session/backups/{filename}`, `POST /session/status`.
 */
export async function answerDoor(
  request: Request,
  { pathname }: URL,
  env: AdminBindings,
  ctx: Lifetime,
): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  const jar: { cookie?: string } = {};
  const answer = await handlerOf(request.method, pathname)
    .then((handle) => handle(openVisit(request, env, ctx, requestId, jar)))
    .catch((error) =>
      drainBody(request.body, toAnswer(error, requestId, { method: request.method, path: pathname })),
    );
  if (answer.status === 405) answer.headers.set('Allow', Object.keys(methodsOf(pathname) ?? {}).join(', '));
  if (jar.cookie !== undefined) answer.headers.append('Set-Cookie', jar.cookie);
  return answer;
}

async function handlerOf(method: string, pathname: string): Promise<Handler> {
  const methods = methodsOf(pathname);
  if (!methods) throw new AppError('not_found', 'There is nothing at this path.');
  const handle = methods[method];
  if (handle) return handle;
  throw new AppError('method_not_allowed', `Use ${Object.keys(methods).join(' or ')} here.`);
}

function methodsOf(pathname: string): Record<string, Handler> | undefined {
  const filename = ARCHIVE.exec(pathname)?.[1];
  if (filename === undefined) return ROUTES[pathname];
  return { POST: (visit) => downloadBackup(visit, filename) };
}

/** What a handler needs of the request. Throws unless a page of the dashboard sent it. */
function openVisit(
  request: Request,
  env: AdminBindings,
  ctx: Lifetime,
  requestId: string,
  jar: { cookie?: string },
): Visit {
  const settings = settingsOf(env);
  const origin = ownOriginOf(request, env);
  const isForm = ARCHIVE.test(new URL(request.url).pathname);
  const isOwn = isFromOwnPage(request.headers, origin) || (isForm && isUnnamedForm(request.headers));
  if (!isOwn) throw new AppError('forbidden', FOREIGN);
  if (!isForm) requireJsonType(request.headers);
  return {
    request,
    settings,
    origin,
    requestId,
    refreshToken: readCookie(request.headers.get('Cookie'), cookieName(origin)),
    api: apiCallsFor(request, env, settings.API_KEY, requestId),
    setCookie: (cookie) => {
      jar.cookie = cookie;
    },
    waitUntil: (work) => ctx.waitUntil(work),
  };
}

function toAnswer(error: unknown, requestId: string, asked: { method: string; path: string }): Response {
  if (error instanceof ApiRefusal) return passOn(error, requestId);
  return toErrorAnswer(error, requestId, asked);
}

/** The API's own answer, which has the same request id. */
function passOn({ status, body, retryAfter }: ApiRefusal, requestId: string): Response {
  const headers = new Headers({
    'Content-Type': 'application/json',
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  });
  if (retryAfter !== null) headers.set('Retry-After', retryAfter);
  return new Response(body, { status, headers });
}
