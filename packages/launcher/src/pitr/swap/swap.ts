import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { readJsonFile } from '../../config/json-file.ts';
import type { StatePaths } from '../../config/paths.ts';
import { readPostmasterPid } from '../../postgres/leftovers.ts';
import { commandLine, endProcess, processRef } from '../../processes/processes.ts';

const GRACE_MS = 30_000;

/** A swap that was decided. While the file is there, whoever starts the system completes it. */
const Swap = z.object({
  /** The data directory of the system. */
  data: z.string(),
  /** The directory that takes its place. */
  next: z.string(),
  /** The name that the present one gets. */
  replaced: z.string(),
});
export type Swap = z.infer<typeof Swap>;

function swapFile(paths: StatePaths): string {
  return join(paths.state, 'swap.json');
}

/** Decides a swap durably: from here on, the next start has the new data directory. */
export function decideSwap(paths: StatePaths, swap: Swap): void {
  const path = swapFile(paths);
  writeFileSync(`${path}.new`, JSON.stringify(swap), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  syncDirectory(paths.state);
}

export function isSwapPending(paths: StatePaths): boolean {
  return existsSync(swapFile(paths));
}

/**
 * Completes a swap that was decided, wherever a killed process has left it. Ends a Postgres that still uses the files. Returns
 * whether there was one. Call it before anything looks for the data directory.
 */
export async function completeSwap(paths: StatePaths): Promise<boolean> {
  const swap = readJsonFile(swapFile(paths), Swap);
  if (!swap) return false;
  const { data, next, replaced } = swap;
  await endPostmaster(data);
  // The change feed's slot is from another past than the feed. Without one, the feed makes it anew and tells a gap.
  if (existsSync(next)) dropSlots(next);
  // With neither of them, there is nothing to put in place of the present one.
  if (existsSync(next) || existsSync(replaced)) {
    if (!existsSync(replaced)) renameSync(data, replaced);
    // A command may have created an empty directory meanwhile, which this replaces.
    if (existsSync(next)) renameSync(next, data);
    syncDirectory(dirname(data));
  }
  rmSync(swapFile(paths));
  syncDirectory(paths.state);
  return true;
}

async function endPostmaster(dataDirectory: string): Promise<void> {
  const pid = readPostmasterPid(dataDirectory);
  const postmaster = pid === undefined ? undefined : processRef(pid);
  if (postmaster && commandLine(postmaster.pid).includes(dataDirectory))
    await endProcess(postmaster, 'SIGINT', GRACE_MS);
}

function dropSlots(dataDirectory: string): void {
  const slots = join(dataDirectory, 'pg_replslot');
  for (const name of readdirSync(slots)) rmSync(join(slots, name), { recursive: true });
}

function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
