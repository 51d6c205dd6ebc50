import type { BenchRow } from '../row.ts';
import { fanOut } from './fan-out.ts';
import { idleSockets } from './idle-sockets.ts';
import { largeTransaction } from './large-transaction.ts';
import { latency } from './latency.ts';
import { replay } from './replay.ts';

/** Every row about realtime that compares no requests, in the order of the table. */
export const realtimeRows: BenchRow[] = [latency, fanOut, largeTransaction, replay, idleSockets];
