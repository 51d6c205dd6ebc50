import { fromProxy, outermostEntry } from '../caller/client-address.ts';
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
  const prefix = inForm(fromProxy(c, 'X-Forwarded-Prefix'), PREFIX) ?? '';
  const origin = publicOrigin(c.req.raw, c.get('env').TRUSTED_PROXIES);
  return origin + withoutSlashes(prefix) + (c.env.PATH_PREFIX ?? '');
}

/** Scheme and host of a request as its client sees them. Trusted proxies may override both; a malformed value is ignored. */
export function publicOrigin({ url, headers }: Request, proxies: number): string {
  const { protocol, host } = new URL(url);
  const given = (name: string, form: RegExp) => inForm(outermostEntry(headers.get(name), proxies), form);
  const scheme = given('X-Forwarded-Proto', SCHEME)?.toLowerCase();
  return `${scheme === undefined ? protocol : `${scheme}:`}//${given('X-Forwarded-Host', HOST) ?? host}`;
}

function inForm(value: string | undefined, form: RegExp): string | undefined {
  return value !== undefined && form.test(value) ? value : undefined;
}

function withoutSlashes(url: string): string {
  let end = url.length;
  while (url.charAt(end - 1) === '/') end--;
  return url.slice(0, end);
}
