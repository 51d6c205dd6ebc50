import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import type { App, AppEnv, Bindings } from '../context.ts';
import { routerPath } from '../request/router-path.ts';
import { userOf } from './authenticate.ts';

/**
 * Refuses a caller without a user's token if the route's contract requires one, before the body is read. Parsing megabytes for
 * a caller who is refused anyway would hold the worker's thread.
 */
export function requireDeclaredToken<B extends Bindings>(app: App<B>) {
  let routes: Set<string> | undefined;
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    if (c.get('principal').kind === 'anonymous' && c.req.raw.body !== null) {
      routes ??= routesWithToken(app);
      const isRefused = matchedRoutes(c).some(({ method, path }) => routes?.has(`${method} ${path}`));
      if (isRefused) userOf(c);
    }
    await next();
  });
}

/** The routes that require a token, as the router names them: `POST /tables/:id/columns`. */
function routesWithToken<B extends Bindings>(app: App<B>): Set<string> {
  const found = app.openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== 'route') return [];
    const { method, path, security = [] } = definition.route;
    const asksForToken = security.length > 0 && security.every((way) => 'bearer' in way);
    return asksForToken ? [`${method.toUpperCase()} ${routerPath(path)}`] : [];
  });
  return new Set(found);
}
