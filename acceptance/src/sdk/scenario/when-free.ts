import { ConflictError } from '@selfdb/sdk';

const PATIENCE_MS = 240_000;
const PAUSE_MS = 300;

/** Does something with backups once no other test has a job running: the system takes one at a time. */
export async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConflictError) || Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
