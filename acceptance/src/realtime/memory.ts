import { readFileSync } from 'node:fs';
import type { System } from '../launch.ts';
import { services } from '../launcher.ts';

/** Memory of a system's realtime process in bytes, each shared page divided by its users; undefined outside of Linux. */
export async function realtimeMemory({ environment }: System): Promise<number | undefined> {
  if (process.platform !== 'linux' || !environment) return undefined;
  const pid = (await services(environment)).find(({ service }) => service === 'realtime')?.pid;
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1]) * 1024;
}
