import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';

/** Addresses that workerd takes for public and that are not (RFC 6890): for tests and documentation, retired or site-local. */
const NOT_PUBLIC = [
  ...['0.0.0.0/8', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['100::/64', '2001:db8::/32', '3fff::/20', '5f00::/16', 'fec0::/10'],
  // IPv4 written as IPv6, which a router may translate.
  ...['::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16'],
];

/** Writes `limits.capnp`, which `runner.capnp` imports, and gives the folder to import from. */
export function writeLimits(directory: string, memoryMb: number, allowedAddresses: string[]): string {
  const folder = join(directory, `limits-${memoryMb}`);
  mkdirSync(folder, { recursive: true });
  const networks = allowedAddresses.filter((address) => address.includes('/'));
  const own = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);
  const deny = [...NOT_PUBLIC, ...own.filter(isPlain).map(single)];
  // A small old generation makes V8 collect early: memory outside its heap would look like a leak otherwise.
  const flags = [`--max-old-space-size=${memoryMb}`, '--initial-old-space-size=2', '--max-semi-space-size=2'];
  const written = join(folder, randomUUID());
  writeFileSync(
    written,
    `using Workerd = import "/workerd/workerd.capnp";
const v8Flags :List(Text) = ${list(flags)};
const public :Workerd.Network = (
  allow = ${list(['public', ...networks])},
  deny = ${list(deny)},
  tlsOptions = (trustBrowserCas = true),
);
`,
  );
  // Another runner may be reading it.
  renameSync(written, join(folder, 'limits.capnp'));
  return folder;
}

const isPlain = (address: string) => !address.includes('%');
const single = (address: string) => `${address}/${address.includes(':') ? 128 : 32}`;
const list = (texts: string[]) => `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
