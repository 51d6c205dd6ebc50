import type { AppContext } from '@selfdb/server/http/context';
import type { AuthBindings } from './bindings.ts';

/** Lets work finish after its client has gone away. */
export function waitUntil(c: AppContext<AuthBindings>, work: Promise<unknown>): void {
  const settled = work.catch(() => {});
  try {
    c.executionCtx.waitUntil(settled);
  } catch {
    // Hono throws in Node, which has no execution context and finishes the work anyway.
  }
}
