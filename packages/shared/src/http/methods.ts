import type { App, Bindings } from './context.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The methods that have a handler of their own at a path, for the `Allow` header of a 405. */
export function allowedMethods<B extends Bindings>(app: App<B>, path: string): string[] {
  const found: string[] = METHODS.filter((method) => {
    const [handlers] = app.router.match(method, path);
    return handlers.some(([[, route]]) => route.method === method);
  });
  return found.includes('GET') ? ['GET', 'HEAD', ...found.filter((method) => method !== 'GET')] : found;
}
