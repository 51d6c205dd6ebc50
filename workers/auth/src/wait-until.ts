import type { AppContext } from '@selfdb/shared/http/context';

/** Keeps work going when its client goes away. */
export function waitUntil(c: AppContext, work: Promise<unknown>): void {
  const settled = work.catch(() => {});
  try {
    c.executionCtx.waitUntil(settled);
  } catch {
    // Hono throws where there is no execution context: in Node, where work goes on anyway.
  }
}
