/**
 * Yields to the event loop. Code that waits only for objects of its own process never lets the runtime check
 * its connections, so all other work stands still.
 */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
