import type { AppContext } from '@selfdb/server/http/context';
import type { AuthBindings } from './bindings.ts';

/** Lets work finish after its client has gone away. */
export type WaitUntil = (work: Promise<unknown>) => void;

export function waitUntilOf(c: AppContext<AuthBindings>): WaitUntil {
  return (work) => {
    const settled = work.catch(() => {});
    try {
      c.executionCtx.waitUntil(settled);
    } catch {
      // Hono throws in Node, which has no execution context and finishes the work anyway.
    }
  };
}
