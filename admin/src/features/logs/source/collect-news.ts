/** A list that grows more often than this is redrawn for nothing. */
const COLLECT_MS = 100;

/** Hands on entries in groups. Ends with the stream, or throws what it throws. */
export async function collectNews<T>(
  following: AsyncIterable<T>,
  add: (news: T[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let waiting: T[] = [];
  const flush = () => {
    if (!signal.aborted) add(waiting);
    waiting = [];
  };
  for await (const entry of following) {
    waiting.push(entry);
    if (waiting.length === 1) setTimeout(flush, COLLECT_MS);
  }
}
