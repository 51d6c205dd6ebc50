/** Marks the requests that come from the host. A function that calls itself makes requests that the tail hears of, too. */
export const TRACE_HEADER = 'x-selfdb-trace';

let key: string | undefined;

/** A secret of this process. Functions don't see it. */
export function traceKey(): string {
  key ??= crypto.randomUUID();
  return key;
}
