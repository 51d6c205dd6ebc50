import { isHost, WRONG_HOST } from '@selfdb/server/http/request/host';
import { requestIdOf } from '@selfdb/server/http/request-id';
import { AppError } from '@selfdb/shared/errors';
import { serveApp } from './app/serve-app.ts';
import { type AdminBindings, type Lifetime, ownOriginOf } from './bindings.ts';
import { toErrorAnswer } from './error-answer.ts';
import { answerDoor, isDoor } from './session/door.ts';
import { isFromOwnPage } from './session/same-origin.ts';

function passToApi(request: Request, url: URL, env: AdminBindings): Promise<Response> {
  url.pathname = url.pathname.slice('/api'.length) || '/';
  const passed = new Request(new Request(url, request), { redirect: 'manual' });
  // CORS_ORIGINS names the origins of other pages. The dashboard's own sockets don't depend on it.
  if (request.headers.has('Upgrade') && isFromOwnPage(request.headers, ownOriginOf(request, env))) {
    passed.headers.delete('Origin');
  }
  return env.API.fetch(passed);
}

async function servePage(request: Request, url: URL, env: AdminBindings): Promise<Response> {
  const answer = await serveApp(request, url, env.ASSETS);
  answer.headers.set('X-Request-Id', requestIdOf(request.headers));
  return answer;
}

/** Serves the dashboard: the API under `/api`, without the prefix, its sessions under `/session`, and its files. */
export default {
  fetch(request: Request, env: AdminBindings, ctx: Lifetime): Promise<Response> | Response {
    // workerd builds the URL from the Host header and the target without checking them.
    if (!isHost(request.headers.get('Host') ?? 'localhost')) {
      return toErrorAnswer(new AppError('bad_request', WRONG_HOST), requestIdOf(request.headers));
    }
    const url = new URL(request.url);
    if (url.pathname === '/api' || url.pathname.startsWith('/api/')) {
      return passToApi(request, url, env);
    }
    return isDoor(url.pathname) ? answerDoor(request, url, env, ctx) : servePage(request, url, env);
  },
};
