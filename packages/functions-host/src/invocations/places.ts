const MAX_WAIT_MS = 5000;

/** Places for calls of one function at the same time, and a short queue. */
export interface Places {
  /** Resolves to the function that frees the place; to undefined if none became free. */
  take(key: string, max: number): Promise<(() => void) | undefined>;
}

export function createPlaces(): Places {
  const taken = new Map<string, number>();
  const queues = new Map<string, ((free: () => void) => void)[]>();

  function free(key: string): void {
    const next = queues.get(key)?.shift();
    if (next) next(once(() => free(key)));
    else if ((taken.get(key) ?? 0) > 1) taken.set(key, (taken.get(key) ?? 0) - 1);
    else taken.delete(key);
  }

  return {
    async take(key, max) {
      const count = taken.get(key) ?? 0;
      if (count < max) {
        taken.set(key, count + 1);
        return once(() => free(key));
      }
      const queue = queues.get(key) ?? [];
      if (queue.length >= 2 * max) return undefined;
      queues.set(key, queue);
      const { promise, resolve } = Promise.withResolvers<(() => void) | undefined>();
      queue.push(resolve);
      const timer = setTimeout(() => {
        const at = queue.indexOf(resolve);
        if (at >= 0) queue.splice(at, 1);
        resolve(undefined);
      }, MAX_WAIT_MS);
      return promise.finally(() => clearTimeout(timer));
    },
  };
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}
