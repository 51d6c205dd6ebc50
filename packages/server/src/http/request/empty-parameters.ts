import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import type { App, AppEnv, Bindings } from '../context.ts';
import { routerPath } from './router-path.ts';

/** Parameters that mean something when empty: `?download=` saves a file under its own name. */
const MAY_BE_EMPTY = new Set(['download']);

/**
 * Treats an empty query parameter (`?limit=`) as not given if the route's contract has it. An unknown one stays and is
 * refused.
 */
export function ignoreEmptyParameters<B extends Bindings>(app: App<B>) {
  let contracts: Map<string, Set<string>> | undefined;
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    const start = c.req.url.indexOf('?') + 1;
    const parts = start > 0 ? c.req.url.slice(start).split('&') : [];
    if (parts.some(isEmpty)) {
      contracts ??= parametersByRoute(app);
      const route = matchedRoutes(c).find(({ method, path }) => contracts?.has(`${method} ${path}`));
      const names = route && contracts.get(`${route.method} ${route.path}`);
      const given = parts.filter(
        (part) => !(isEmpty(part) && names?.has(nameOf(part)) && isOnce(part, parts)),
      );
      if (given.length < parts.length) {
        c.req.raw = new Request(c.req.url.slice(0, start) + given.join('&'), c.req.raw);
      }
    }
    await next();
  });
}

function isEmpty(part: string): boolean {
  const equals = part.indexOf('=');
  return part !== '' && (equals === -1 || equals === part.length - 1);
}

function nameOf(part: string): string {
  const [name = ''] = new URLSearchParams(part).keys();
  return name;
}

/** A parameter that is sent twice also stays and is refused. */
function isOnce(part: string, parts: string[]): boolean {
  return parts.filter((other) => nameOf(other) === nameOf(part)).length === 1;
}

/** The parameters of each route that may count as not given. The keys are like `GET /tables/:id`. */
function parametersByRoute<B extends Bindings>(app: App<B>): Map<string, Set<string>> {
  return new Map(
    app.openAPIRegistry.definitions.flatMap((definition) => {
      if (definition.type !== 'route') return [];
      const { method, path, request } = definition.route;
      const shape = request?.query && 'shape' in request.query ? request.query.shape : {};
      const names = Object.keys(shape).filter((name) => !MAY_BE_EMPTY.has(name));
      return [[`${method.toUpperCase()} ${routerPath(path)}`, new Set(names)] as const];
    }),
  );
}
