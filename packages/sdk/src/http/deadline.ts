import { APIConnectionError } from '../errors.ts';

/** Ends a call when its time is up or its caller aborts it. */
export interface Deadline {
  signal: AbortSignal;
  /** Stops the clock. The caller can still abort, such as a body that is still being read. */
  stop(): void;
  /** Stops the clock, and forgets the caller's signal. */
  release(): void;
}

/** A deadline of a call that may take `timeout` milliseconds. */
export function startDeadline(timeout: number, caller: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  const abort = () => controller.abort(caller?.reason);
  const expire = () => {
    const message = `There was no answer within ${timeout} ms.`;
    controller.abort(new APIConnectionError(message, { code: 'timeout' }));
  };
  if (caller?.aborted) abort();
  caller?.addEventListener('abort', abort);
  const isLimited = Number.isFinite(timeout) && timeout < 2 ** 31;
  const timer = isLimited ? setTimeout(expire, timeout) : undefined;
  const stop = () => clearTimeout(timer);
  const release = () => {
    stop();
    caller?.removeEventListener('abort', abort);
  };
  return { signal: controller.signal, stop, release };
}

/** Resolves after this time. Rejects with the signal's reason once it is aborted. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return unlessAborted(
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    }),
    signal,
  );
}

/** A promise, unless the signal is aborted before. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
