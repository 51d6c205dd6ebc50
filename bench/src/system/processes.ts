import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Measured as one: a process, or Postgres with all its processes. */
export interface MeasuredProcess {
  name: string;
  pid: number;
}

export interface Memory {
  /** Resident bytes, shared pages counted in full. */
  resident: number;
  /** Resident bytes, each shared page divided by its number of users; undefined where the system does not report it. */
  proportional: number | undefined;
}

const isLinux = process.platform === 'linux';
// USER_HZ, which Linux has fixed for /proc (man 5 proc_pid_stat).
const microsecondsPerTick = 10_000;

/** CPU time used so far, in microseconds; undefined outside of Linux. */
export function cpuMicroseconds({ name, pid }: MeasuredProcess): number | undefined {
  if (!isLinux) return undefined;
  const pids = name === 'postgres' ? [pid, ...childrenOf(pid)] : [pid];
  const ticks = pids.reduce(
    (sum, each) => sum + ownTicks(each),
    name === 'postgres' ? endedChildrenTicks(pid) : 0,
  );
  return ticks * microsecondsPerTick;
}

/** Memory of one process, from smaps_rollup on Linux and `ps` elsewhere. */
export function memoryOf(pid: number): Memory {
  if (!isLinux) {
    const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
    return { resident: Number(kilobytes) * 1024, proportional: undefined };
  }
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]);
  return { resident: kilobytes('Rss') * 1024, proportional: kilobytes('Pss') * 1024 };
}

/** The fields of /proc/<pid>/stat from the third on; none when the process has ended. */
function stat(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return [];
  }
}

function ownTicks(pid: number): number {
  const fields = stat(pid);
  return (fields[11] ?? 0) + (fields[12] ?? 0);
}

function endedChildrenTicks(pid: number): number {
  const fields = stat(pid);
  return (fields[13] ?? 0) + (fields[14] ?? 0);
}

/** The processes that a process has started. On Linux only. */
export function childrenOf(pid: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((each) => stat(each)[1] === pid);
}
