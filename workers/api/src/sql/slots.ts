import { AppError } from '@selfdb/shared/errors';

const MAX_SESSIONS = 10;
const MAX_WAIT_MS = 1000;
const POLL_MS = 20;

let taken = 0;

/**
 * Runs `work` while it holds one of the isolate's SQL sessions. Throws unavailable when none comes free in a second.
 * It polls, because one request of a worker should not be woken by another's.
 */
export async function withSlot<T>(work: () => Promise<T>): Promise<T> {
  for (let waited = 0; taken >= MAX_SESSIONS; waited += POLL_MS) {
    if (waited >= MAX_WAIT_MS) {
      throw new AppError('unavailable', 'Too many SQL calls are running. Try again shortly.', {
        retryAfterSeconds: 1,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  taken++;
  try {
    return await work();
  } finally {
    taken--;
  }
}
