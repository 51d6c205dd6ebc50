import { AppError } from '@selfdb/shared/errors';
import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import type { App, AppContext, AppEnv, Bindings } from './context.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Refuses a method that a path does not have, before anything else of the request is read. A fixed path that also matches a
 * route such as `/files/{id}` has only its own methods. Hono's `method-not-allowed` does neither: it turns a 404 into a 405
 * after all other checks, and merges the methods of all routes that match.
 */
export function refuseOtherMethods<B extends Bindings>(app: App<B>) {
  let fixedPaths: Set<string> | undefined;
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    fixedPaths ??= new Set(app.routes.filter(hasFixedPath).map(({ path }) => path));
    const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
    const isServed = matchedRoutes(c).some((route) => route.method === method);
    if (!isServed || fixedPaths.has(withoutSlash(c.req.path))) refuseMethod(app, c);
    await next();
  });
}

function hasFixedPath({ method, path }: { method: string; path: string }): boolean {
  return method !== 'ALL' && !/[:*]/.test(path);
}

/** Throws method_not_allowed, and lists the methods in `Allow`, if the path has handlers for other methods. */
export function refuseMethod<B extends Bindings>(app: App<B>, c: AppContext<B>): void {
  const methods = allowedMethods(app, c.req.path);
  if (methods.length > 0 && !methods.includes(c.req.method)) throw methodNotAllowed(c, methods);
}

/** The error for a method that is none of these; sets the answer's `Allow`. */
export function methodNotAllowed<B extends Bindings>(c: AppContext<B>, methods: string[]): AppError {
  c.header('Allow', methods.join(', '));
  return new AppError('method_not_allowed', `Use ${methods.join(' or ')} here.`);
}

/** The methods that have handlers at a path; a fixed path takes precedence over `/files/{id}`. */
function allowedMethods<B extends Bindings>(app: App<B>, path: string): string[] {
  const fixed = withoutSlash(path);
  const own = METHODS.filter((method) =>
    app.routes.some((route) => route.method === method && route.path === fixed),
  );
  const found: string[] = own.length > 0 ? own : METHODS.filter((method) => isMatched(app, method, path));
  return found.includes('GET') ? ['GET', 'HEAD', ...found.filter((method) => method !== 'GET')] : found;
}

function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/$/, '');
}

function isMatched<B extends Bindings>(app: App<B>, method: string, path: string): boolean {
  const [handlers] = app.router.match(method, path);
  return handlers.some(([[, route]]) => route.method === method);
}
