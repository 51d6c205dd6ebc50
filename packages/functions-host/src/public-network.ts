import { networkInterfaces } from 'node:os';

/** Addresses that workerd takes for public and that are not (RFC 6890): for tests and documentation, retired or site-local. */
const NOT_PUBLIC = [
  ...['0.0.0.0/8', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['100::/64', '2001:db8::/32', '3fff::/20', '5f00::/16', 'fec0::/10'],
  // IPv4 written as IPv6, which a router may translate.
  ...['::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16'],
];

/**
 * A `Workerd.Network` as Cap'n Proto text: public addresses without those of this machine, and the networks among
 * `allowedAddresses`.
 */
export function publicNetwork(allowedAddresses: string[]): string {
  const networks = allowedAddresses.filter((address) => address.includes('/'));
  const own = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);
  const deny = [...NOT_PUBLIC, ...own.filter(isPlain).map(single)];
  return `(
  allow = ${capnpList(['public', ...networks])},
  deny = ${capnpList(deny)},
  tlsOptions = (trustBrowserCas = true),
)`;
}

export function capnpList(texts: string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
}

const isPlain = (address: string) => !address.includes('%');
const single = (address: string) => `${address}/${address.includes(':') ? 128 : 32}`;
