/** A promise and the functions that settle it. Node 20 has no `Promise.withResolvers`. */
export interface Deferred<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** Creates one. If it is rejected while nothing waits for it, the rejection counts as handled. */
export function deferred<T = void>(): Deferred<T> {
  let settle: Omit<Deferred<T>, 'promise'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  promise.catch(() => {});
  return { promise, ...(settle as Omit<Deferred<T>, 'promise'>) };
}
