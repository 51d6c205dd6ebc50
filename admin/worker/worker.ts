import { isHost, WRONG_HOST } from '@selfdb/server/http/request/host';
import { errorAnswer, pageAnswer } from './page-headers.ts';
import { welcomePage } from './welcome-page.ts';

interface AdminBindings {
  /** The entrypoint `dashboard` of the api worker, which knows the prefix. */
  API: Fetcher;
}

/** Serves the dashboard: the API under `/api`, without the prefix, and for now a page with links. */
export default {
  fetch(request: Request, env: AdminBindings): Promise<Response> | Response {
    // workerd builds the URL from the Host header and the target without checking them.
    if (!isHost(request.headers.get('Host') ?? 'localhost')) {
      return errorAnswer(400, 'bad_request', WRONG_HOST);
    }
    const url = new URL(request.url);
    if (url.pathname === '/api' || url.pathname.startsWith('/api/')) {
      url.pathname = url.pathname.slice('/api'.length) || '/';
      return env.API.fetch(new Request(new Request(url, request), { redirect: 'manual' }));
    }
    if (url.pathname !== '/') return pageAnswer('Not found\n', 'plain', { status: 404 });
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return pageAnswer('Method not allowed\n', 'plain', { status: 405, headers: { Allow: 'GET, HEAD' } });
    }
    return welcomePage();
  },
};
