import { mkdirSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';

/** Addresses that workerd takes for public and that are not: for tests and documentation, and ways to write IPv4 as IPv6. */
const NOT_PUBLIC = ['198.18.0.0/15', '192.0.2.0/24', '203.0.113.0/24', '2002::/16', '64:ff9b::/96'];

/** Writes `limits.capnp`, which `runner.capnp` imports, and gives the folder to import from. */
export function writeLimits(directory: string, memoryMb: number, allowedAddresses: string[]): string {
  const folder = join(directory, `limits-${memoryMb}`);
  mkdirSync(folder, { recursive: true });
  const networks = allowedAddresses.filter((address) => address.includes('/'));
  const own = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);
  const deny = [...NOT_PUBLIC, ...own.filter(isPlain).map(single)];
  // A small old generation makes V8 collect early: memory outside its heap would look like a leak otherwise.
  const flags = [`--max-old-space-size=${memoryMb}`, '--initial-old-space-size=2', '--max-semi-space-size=2'];
  writeFileSync(
    join(folder, 'limits.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const v8Flags :List(Text) = ${list(flags)};
const public :Workerd.Network = (
  allow = ${list(['public', ...networks])},
  deny = ${list(deny)},
  tlsOptions = (trustBrowserCas = true),
);
`,
  );
  return folder;
}

const isPlain = (address: string) => !address.includes('%');
const single = (address: string) => `${address}/${address.includes(':') ? 128 : 32}`;
const list = (texts: string[]) => `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
