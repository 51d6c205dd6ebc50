import { setTimeout as sleep } from 'node:timers/promises';
import type { FunctionCode } from '@selfdb/shared/functions/runner-protocol';
import { expect } from 'vitest';
import type { TestHost } from './start-host.ts';

const PAUSE_MS = 10;

export const WELL = `export default { fetch: () => new Response('well') }`;

/**
 * Calls another function without pause until the work is over. Each of its answers must come. Gives the work's result and the
 * processes that were there meanwhile.
 */
export async function besideNeighbour<T>(host: TestHost, neighbour: FunctionCode, work: () => Promise<T>) {
  const seen = new Set<number>();
  let isOver = false;
  const result = work().finally(() => {
    isOver = true;
  });
  // The loop ends before the failure of the work, if there is one, is told.
  result.catch(() => {});
  while (!isOver) {
    const { response } = await host.call(neighbour);
    expect([response.status, await response.text()]).toEqual([200, 'well']);
    for (const pid of host.runners()) seen.add(pid);
    await sleep(PAUSE_MS);
  }
  return { result: await result, seen };
}
