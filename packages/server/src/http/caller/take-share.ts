import { createMiddleware } from 'hono/factory';
import type { Principal } from '../../auth/principal.ts';
import type { AppContext, AppEnv, Bindings } from '../context.ts';

/**
 * Counts the following statements of a request against the share of its caller: the user, or the address of an anonymous
 * caller. Earlier statements are the system's own. Use it after `authenticate`.
 */
export function takeShare<B extends Bindings>(addressOf: (c: AppContext<B>) => string) {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    const principal = c.get('principal');
    c.set('db', c.get('db').of(callerKey(principal, () => addressOf(c))));
    await next();
  });
}

/** The key by which the gateway identifies a caller. */
export function callerKey(principal: Principal, address: () => string): string {
  if (principal.kind === 'anonymous') return `address:${networkOf(address())}`;
  return `${principal.wasAdmin ? 'admin' : 'user'}:${principal.userId}`;
}

/** An IPv4 address itself; the /64 network of an IPv6 address, which belongs to one client. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const host = URL.parse(`http://[${address}]`)?.hostname.slice(1, -1);
  if (host === undefined) return address;
  const mapped = /^::ffff:([0-9a-f]+:[0-9a-f]+)$/.exec(host)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = host.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array<string>(missing).fill('0')].slice(0, 4).join(':');
}
