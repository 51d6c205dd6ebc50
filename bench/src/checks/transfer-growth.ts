import type { Bench } from '../bench.ts';
import { memoryOf } from '../system/processes.ts';
import { createBucket } from '../transfers/bucket.ts';

const sampleMs = 50;

export interface MeasuredGrowth {
  /** Bytes moved each way. */
  moved: number;
  /** Resident bytes of the edge process: before, and the highest reading. */
  before: number;
  most: number;
}

/** How much the edge process grows during the upload and download of a file far larger than its memory. */
export async function measureGrowth(bench: Bench): Promise<MeasuredGrowth> {
  const { instance, timing } = bench;
  const pid = (await instance.services()).find(({ name }) => name === 'edge')?.pid;
  if (pid === undefined) throw new Error('there is no edge process');
  const bucket = await createBucket(bench, false);
  const moved = timing.transferBytes * 2;
  const before = memoryOf(pid).resident;
  let most = before;
  const sampler = setInterval(() => {
    most = Math.max(most, memoryOf(pid).resident);
  }, sampleMs);
  try {
    const id = await bucket.upload('growth.bin', moved);
    await bucket.download('growth.bin', moved);
    await bucket.remove(id);
  } finally {
    clearInterval(sampler);
  }
  return { moved, before, most };
}
