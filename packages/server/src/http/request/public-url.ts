import { fromProxy } from '../caller/client-address.ts';
import type { AppContext, Bindings } from '../context.ts';
import { HOST } from './host.ts';

/** Tells the worker that answers the public URL of the API. */
export const BASE_HEADER = 'X-SelfDB-Public-Base';

const SCHEME = /^https?$/i;
const PREFIX = /^(?:\/[\w-][\w.~-]*)+\/?$/;

/**
 * A path of the API as a URL that the caller can use: under PUBLIC_URL where that is set, else where the request came to
 * (`publicBase`). For workers behind the public door: only meaningful after `requireInternal`.
 */
export function publicUrl<B extends Bindings>(c: AppContext<B>, path: string): string {
  return (c.req.header(BASE_HEADER) ?? new URL(c.req.url).origin) + path;
}

/**
 * Where the API is for the caller, without a slash at its end: PUBLIC_URL, or scheme and host of the request and, behind
 * the dashboard's door, its prefix. What a proxy says of these counts as its X-Forwarded-For does, by TRUSTED_PROXIES;
 * a value that can't be one is passed over. For the public door.
 */
export function publicBase<B extends Bindings>(c: AppContext<B>): string {
  const { PUBLIC_URL } = c.get('env');
  if (PUBLIC_URL) return withoutSlashes(PUBLIC_URL);
  const { protocol, host } = new URL(c.req.url);
  const scheme = given(c, 'X-Forwarded-Proto', SCHEME)?.toLowerCase();
  const prefix = given(c, 'X-Forwarded-Prefix', PREFIX) ?? '';
  return [
    scheme === undefined ? protocol : `${scheme}:`,
    '//',
    given(c, 'X-Forwarded-Host', HOST) ?? host,
    withoutSlashes(prefix),
    c.env.PATH_PREFIX ?? '',
  ].join('');
}

function given<B extends Bindings>(c: AppContext<B>, name: string, form: RegExp): string | undefined {
  const value = fromProxy(c, name);
  return value !== undefined && form.test(value) ? value : undefined;
}

function withoutSlashes(url: string): string {
  let end = url.length;
  while (url.charAt(end - 1) === '/') end--;
  return url.slice(0, end);
}
