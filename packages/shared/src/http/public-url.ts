import type { AppContext, Bindings } from './context.ts';

/**
 * A path of the API as a URL that the caller can use: under PUBLIC_URL where that is set, else where this request came
 * to. The dashboard's door, which serves the API under a prefix, names it in `X-Forwarded-Prefix`.
 */
export function publicUrl<B extends Bindings>(c: AppContext<B>, path: string): string {
  const { PUBLIC_URL } = c.get('env');
  if (PUBLIC_URL) return `${PUBLIC_URL.replace(/\/+$/, '')}${path}`;
  const prefix = c.req.header('X-Forwarded-Prefix') ?? '';
  return `${new URL(c.req.url).origin}${/^\/[\w-]+$/.test(prefix) ? prefix : ''}${path}`;
}
