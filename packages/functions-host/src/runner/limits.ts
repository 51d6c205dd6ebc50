import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capnpList, publicNetwork } from '../public-network.ts';

/** Writes `limits.capnp`, which `runner.capnp` imports, and gives the folder to import from. */
export function writeLimits(directory: string, memoryMb: number, allowedAddresses: string[]): string {
  const folder = join(directory, `limits-${memoryMb}`);
  mkdirSync(folder, { recursive: true });
  // A small old generation makes V8 collect early: memory outside its heap would look like a leak otherwise.
  const flags = [`--max-old-space-size=${memoryMb}`, '--initial-old-space-size=2', '--max-semi-space-size=2'];
  const written = join(folder, randomUUID());
  writeFileSync(
    written,
    `using Workerd = import "/workerd/workerd.capnp";
const v8Flags :List(Text) = ${capnpList(flags)};
const public :Workerd.Network = ${publicNetwork(allowedAddresses)};
`,
  );
  // Another runner may be reading it.
  renameSync(written, join(folder, 'limits.capnp'));
  return folder;
}
