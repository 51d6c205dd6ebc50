import { setTimeout as sleep } from 'node:timers/promises';

const withinMs = 10_000;
const pollMs = 50;

/** Waits until a server answers with any status; throws after a timeout. */
export async function untilAnswering(url: string, signal: AbortSignal): Promise<void> {
  const deadlineMs = Date.now() + withinMs;
  for (;;) {
    try {
      await (await fetch(url, { signal })).text();
      return;
    } catch (error) {
      if (signal.aborted || Date.now() > deadlineMs) throw error;
      await sleep(pollMs, undefined, { signal });
    }
  }
}
