/** How old a copy may be. The answer to a change waits longer, so that every process has then asked again. */
export const MAX_AGE_MS = 1000;

interface OriginsInForceOptions {
  /** Reads the list that is in force. */
  read: () => Promise<readonly string[]>;
  /** In force until the first reading succeeds. */
  initial: readonly string[];
  onFailure: (error: unknown) => void;
  now?: () => number;
}

export interface OriginsInForce {
  /**
   * The list, as it was at most MAX_AGE_MS ago. If it can't be read in that time, the last known one. Requests at the same
   * time share one reading, and a failed one also lasts for MAX_AGE_MS: a flood of requests makes one reading a second.
   */
  get(waitUntil: (work: Promise<unknown>) => void): Promise<readonly string[]>;
}

/** A copy of the allowed origins in the memory of this isolate. */
export function createOriginsInForce(options: OriginsInForceOptions): OriginsInForce {
  const { read, onFailure, now = Date.now } = options;
  let origins = options.initial;
  let askedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  let readings = 0;

  async function refresh(turn: number): Promise<void> {
    try {
      const found = await withinTime(read());
      // A slow reading must not undo a later one.
      if (turn === readings) origins = found;
    } catch (error) {
      onFailure(error);
    } finally {
      if (turn === readings) reading = undefined;
    }
  }
  return {
    async get(waitUntil) {
      if (now() - askedAt >= MAX_AGE_MS) {
        // The age counts from before the reading: it may miss a change that is committed meanwhile.
        askedAt = now();
        reading = refresh(++readings);
        // It goes on when the client of this request leaves, because other requests wait for it.
        waitUntil(reading);
      }
      // The runtime takes a request that waits only for the work of another one for stuck, unless it has a timer of its own.
      if (reading) await withinTime(reading).catch(() => undefined);
      return origins;
    },
  };
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('The origins could not be read in time.')), MAX_AGE_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
