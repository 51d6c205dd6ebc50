import type { System } from '../launch.ts';
import { services } from '../launcher.ts';
import { memoryOf } from '../process-memory.ts';

/** Memory of a system's realtime process in bytes, each shared page divided by its users; undefined outside of Linux. */
export async function realtimeMemory({ environment }: System): Promise<number | undefined> {
  if (process.platform !== 'linux' || !environment) return undefined;
  const pid = (await services(environment)).find(({ service }) => service === 'realtime')?.pid;
  return pid == null ? undefined : memoryOf(pid);
}
