import type { AppContext, Bindings } from '../context.ts';

/** Stands for an address that neither the socket nor a header tells. */
export const UNKNOWN_ADDRESS = 'unknown';

/**
 * The address of the client: the entry of X-Forwarded-For that the outermost of TRUSTED_PROXIES wrote, else the socket's
 * address or, on Cloudflare, its own header. The client may have made up any entry further left.
 */
export function clientAddress<B extends Bindings>(c: AppContext<B>): string {
  const proxies = c.get('env').TRUSTED_PROXIES;
  const entry = proxies > 0 ? entriesOf(c, 'X-Forwarded-For').at(-proxies) : undefined;
  if (entry) return entry;
  const cf: unknown = c.req.raw.cf;
  if (hasClientIp(cf)) return withoutPort(cf.clientIp);
  return (cf ? c.req.header('CF-Connecting-IP') : undefined) ?? UNKNOWN_ADDRESS;
}

/**
 * The entry that the outermost of TRUSTED_PROXIES wrote in a header such as X-Forwarded-Host, or the first entry if there are
 * fewer, because most proxies overwrite such a header. Undefined without trusted proxies.
 */
export function fromProxy<B extends Bindings>(c: AppContext<B>, name: string): string | undefined {
  return outermostEntry(c.req.header(name), c.get('env').TRUSTED_PROXIES);
}

/** The same from the value of the header, for workers without an app. */
export function outermostEntry(value: string | null | undefined, proxies: number): string | undefined {
  if (proxies === 0) return undefined;
  const entries = split(value);
  return entries.at(-Math.min(proxies, entries.length)) || undefined;
}

function entriesOf<B extends Bindings>(c: AppContext<B>, name: string): string[] {
  return split(c.req.header(name));
}

function split(value: string | null | undefined): string[] {
  return (value ?? '').split(',').map((entry) => entry.trim());
}

/** The other end of the connection, as `URL` writes hosts; undefined if another server is in front of workerd. */
export function peerOf<B extends Bindings>(c: AppContext<B>): string | undefined {
  const cf: unknown = c.req.raw.cf;
  return hasClientIp(cf) ? URL.parse(`http://${cf.clientIp}`)?.host : undefined;
}

/** workerd's own HTTP server puts the peer into `request.cf.clientIp`: `127.0.0.1:41712`, `[::1]:41712`. */
function hasClientIp(cf: unknown): cf is { clientIp: string } {
  return typeof cf === 'object' && cf !== null && 'clientIp' in cf && typeof cf.clientIp === 'string';
}

/** A peer's address without its port, which differs for every connection. */
export function withoutPort(peer: string): string {
  return (
    /^\[(.*)\](?::\d+)?$/.exec(peer)?.[1] ?? (/^[^:]*:\d+$/.test(peer) ? peer.replace(/:\d+$/, '') : peer)
  );
}
