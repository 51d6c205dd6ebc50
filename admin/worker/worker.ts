import { isHost, WRONG_HOST } from '@selfdb/server/http/request/host';
import { AppError } from '@selfdb/shared/errors';
import { serveApp } from './app/serve-app.ts';
import type { AdminBindings } from './bindings.ts';
import { toErrorAnswer } from './error-answer.ts';
import { answerDoor, isDoor } from './session/door.ts';

/** Serves the dashboard: the API under `/api`, without the prefix, its sessions under `/session`, and its files. */
export default {
  fetch(request: Request, env: AdminBindings, ctx: ExecutionContext): Promise<Response> | Response {
    // workerd builds the URL from the Host header and the target without checking them.
    if (!isHost(request.headers.get('Host') ?? 'localhost')) {
      return toErrorAnswer(new AppError('bad_request', WRONG_HOST), crypto.randomUUID());
    }
    const url = new URL(request.url);
    if (url.pathname === '/api' || url.pathname.startsWith('/api/')) {
      url.pathname = url.pathname.slice('/api'.length) || '/';
      return env.API.fetch(new Request(new Request(url, request), { redirect: 'manual' }));
    }
    return isDoor(url.pathname) ? answerDoor(request, url, env, ctx) : serveApp(request, url, env.ASSETS);
  },
};
