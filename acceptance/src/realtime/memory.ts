import type { System } from '@selfdb/system-under-test/launch';
import { services } from '@selfdb/system-under-test/launcher';
import { memoryOf } from '../system-under-test/process-memory.ts';

/** The processes that hold sockets and read the log. */
const NAMES = ['edge', 'realtime'];

/** What they take together in bytes, each shared page divided by its users; undefined outside of Linux. */
export async function realtimeMemory({ environment }: System): Promise<number | undefined> {
  if (process.platform !== 'linux' || !environment) return undefined;
  const pids = (await services(environment)).flatMap(({ service, pid }) =>
    NAMES.includes(service) && pid ? [pid] : [],
  );
  return pids.reduce((sum, pid) => sum + memoryOf(pid), 0);
}
