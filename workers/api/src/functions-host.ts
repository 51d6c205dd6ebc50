import type { AppContext } from '@selfdb/server/http/context';
import { forward } from '@selfdb/server/http/internal';
import { publicOrigin } from '@selfdb/server/http/request/public-url';
import type { ApiBindings } from './bindings.ts';

/** On FUNCTIONS_HOST there are public functions and nothing else, so that their pages share no origin with the API. */
export async function serveFunctionsHost(
  c: AppContext<ApiBindings>,
  next: () => Promise<void>,
): Promise<Response | undefined> {
  const { FUNCTIONS_HOST, TRUSTED_PROXIES } = c.get('env');
  const base = FUNCTIONS_HOST === '' ? undefined : publicOrigin(c.req.raw, TRUSTED_PROXIES);
  if (base === undefined || new URL(base).host !== FUNCTIONS_HOST) {
    await next();
    return undefined;
  }
  const { origin, pathname, search } = new URL(c.req.url);
  const request = new Request(`${origin}/internal/pages${pathname}${search}`, c.req.raw);
  return forward(c, c.env.FUNCTIONS_EDGE, { request, base });
}
