import type { BenchRow } from '../row.ts';
import { dump } from './dump.ts';
import { memory } from './memory.ts';
import { restore } from './restore.ts';

/** Every row about backups that compares no requests, in the order of the table. */
export const backupRows: BenchRow[] = [dump, restore, memory];
