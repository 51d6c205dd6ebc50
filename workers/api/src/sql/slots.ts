import { AppError } from '@selfdb/shared/errors';

const MAX_SESSIONS = 10;
const MAX_WAIT_MS = 1000;
const POLL_MS = 20;

/** When each taken slot expires: a request that the runtime drops never returns its slot. */
const taken = new Set<{ until: number }>();

/**
 * Runs `work` with one of the isolate's SQL slots, for at most `leaseMs`. Throws unavailable if none becomes free within a
 * second. It polls, because in a worker one request must not wake another.
 */
export async function withSlot<T>(leaseMs: number, work: () => Promise<T>): Promise<T> {
  for (let waited = 0; isFull(); waited += POLL_MS) {
    if (waited >= MAX_WAIT_MS) {
      throw new AppError('unavailable', 'Too many SQL calls are running. Try again shortly.', {
        retryAfterSeconds: 1,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const slot = { until: Date.now() + leaseMs };
  taken.add(slot);
  try {
    return await work();
  } finally {
    taken.delete(slot);
  }
}

function isFull(): boolean {
  for (const slot of taken) if (slot.until < Date.now()) taken.delete(slot);
  return taken.size >= MAX_SESSIONS;
}
