import type { AppContext } from '@selfdb/shared/http/context';
import type { AuthBindings } from './bindings.ts';

/** Keeps work going when its client goes away. */
export function carryThrough(c: AppContext<AuthBindings>, work: Promise<unknown>): void {
  const settled = work.catch(() => {});
  try {
    c.executionCtx.waitUntil(settled);
  } catch {
    // Hono throws where there is no execution context: in Node, where work goes on anyway.
  }
}
