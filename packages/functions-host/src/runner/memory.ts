import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;

/** The bytes that a process holds for itself alone; undefined where the system does not tell. */
export function privateBytes(pid: number): number | undefined {
  try {
    const [, resident, shared] = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ').map(Number);
    return ((resident ?? 0) - (shared ?? 0)) * PAGE_BYTES;
  } catch {
    return undefined;
  }
}
