import type { AppContext, Bindings } from './context.ts';

/**
 * A path of the API as a URL that the caller can use: under PUBLIC_URL where that is set, else where this request came
 * to. A proxy that ends TLS says so in `X-Forwarded-Proto`; the dashboard's door, which serves the API under a prefix,
 * names that in `X-Forwarded-Prefix`. Whoever forges them gets a URL of their own making, and nobody else does.
 */
export function publicUrl<B extends Bindings>(c: AppContext<B>, path: string): string {
  const { PUBLIC_URL } = c.get('env');
  if (PUBLIC_URL) return withoutSlashes(PUBLIC_URL) + path;
  const prefix = c.req.header('X-Forwarded-Prefix') ?? '';
  const { protocol, host } = new URL(c.req.url);
  const scheme = c.req.header('X-Forwarded-Proto') === 'https' ? 'https:' : protocol;
  return `${scheme}//${host}${/^\/[\w-]+$/.test(prefix) ? prefix : ''}${path}`;
}

function withoutSlashes(url: string): string {
  let end = url.length;
  while (url.charAt(end - 1) === '/') end--;
  return url.slice(0, end);
}
