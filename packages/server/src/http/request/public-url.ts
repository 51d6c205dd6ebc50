import { fromProxy } from '../caller/client-address.ts';
import type { AppContext, Bindings } from '../context.ts';
import { HOST } from './host.ts';

/** The public URL of the API, for the worker that a request is forwarded to. */
export const BASE_HEADER = 'X-SelfDB-Public-Base';

const SCHEME = /^https?$/i;
const PREFIX = /^(?:\/[\w-][\w.~-]*)+\/?$/;

/**
 * A path of the API as a URL that the caller can use, under what `publicBase` found. For workers that the api worker forwards
 * to: only meaningful after `requireInternal`.
 */
export function publicUrl<B extends Bindings>(c: AppContext<B>, path: string): string {
  return (c.req.header(BASE_HEADER) ?? new URL(c.req.url).origin) + path;
}

/**
 * The URL of the API as the caller sees it, without a trailing slash: PUBLIC_URL, or the scheme and host of the request and,
 * on the dashboard's port, the prefix `/api`. Trusted proxies (TRUSTED_PROXIES) may override these parts; a malformed value is
 * ignored. For the api worker.
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
