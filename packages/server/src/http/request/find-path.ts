import { AppError } from '@selfdb/shared/errors';
import type { MiddlewareHandler } from 'hono';
import { getPathNoStrict } from 'hono/utils/url';
import type { App, Bindings } from '../context.ts';

/** The sentence for a path whose slash is too much. */
export const SLASHED =
  'There is nothing at this path. To change or delete one item, leave out the trailing slash.';

/** The methods that change or remove one item, and take no slash at the end of its path. */
const CHANGES = new Set(['PATCH', 'DELETE']);

/**
 * The path that routes are found by, without a slash at its end. Only where PATCH or DELETE would then reach one item
 * the slash stays, so that there is no such route: clients collapse `/tables/{id}/data/..` to `/tables/{id}/` before
 * they send it (https://url.spec.whatwg.org/#path-state), and the row called `..` would stand for its table.
 */
export function findPath<B extends Bindings>(app: App<B>, request: Request): string {
  const path = getPathNoStrict(request);
  if (!CHANGES.has(request.method) || !endsInSlash(request.url)) return path;
  return isItem(app, request.method, path) ? `${path}/` : path;
}

/** Whether `findPath` left the slash where it was. */
export function keepsSlash({ method, path }: { method: string; path: string }): boolean {
  return CHANGES.has(method) && path.length > 1 && path.endsWith('/');
}

/**
 * Refuses a slash at the end, for a route that removes all items at once: clients collapse the path of the item `.` to it.
 * Throws not_found.
 */
export function refuseSlash(): MiddlewareHandler {
  return async (c, next) => {
    if (endsInSlash(c.req.url)) throw new AppError('not_found', SLASHED);
    await next();
  };
}

function endsInSlash(url: string): boolean {
  return url.slice(0, url.search(/[?#]|$/)).endsWith('/');
}

/** Whether the route for a method and a path ends in a parameter. */
function isItem<B extends Bindings>(app: App<B>, method: string, path: string): boolean {
  const [handlers] = app.router.match(method, path);
  const route = handlers.map(([[, found]]) => found).find((found) => found.method === method);
  return route !== undefined && endsInParameter(route.path);
}

/** `/tables/:id`, also with a pattern after the name, which may contain slashes. */
function endsInParameter(path: string): boolean {
  const parameter = path.slice(path.lastIndexOf('/:') + 1);
  const [name = ''] = parameter.split('{');
  return name.startsWith(':') && !name.includes('/') && (name === parameter || parameter.endsWith('}'));
}
