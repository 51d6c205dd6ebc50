import type { Pair } from '../pairs/pair.ts';
import type { BenchRow } from '../row.ts';
import { firstCall } from './first-call.ts';
import { functionsMemory } from './memory.ts';
import { readsBesideSpin } from './reads-beside.ts';
import { triggerLatency } from './trigger-latency.ts';
import { warm } from './warm.ts';

/** The rows about functions that compare loads. */
export const functionPairs: Pair[] = [warm, readsBesideSpin];

/** The other rows about functions. */
export const functionRows: BenchRow[] = [firstCall, functionsMemory, triggerLatency];
