import type { AppContext } from '@selfdb/server/http/context';
import { internalHeaders } from '@selfdb/server/http/internal';
import type { FunctionsBindings } from '../bindings.ts';

/** Tells the dispatcher that there may be work, after the answer. It looks by itself, too, so a lost call only costs time. */
export function wakeDispatcher(c: AppContext<FunctionsBindings>): void {
  c.executionCtx.waitUntil(wake(c).catch(() => {}));
}

async function wake({ env, var: variables }: AppContext<FunctionsBindings>): Promise<void> {
  const { DISPATCHER, FUNCTIONS } = env;
  const headers = await internalHeaders(variables.env.INTERNAL_SECRET);
  const owner = DISPATCHER?.getByName('dispatcher') ?? FUNCTIONS;
  const response = await owner?.fetch('http://functions/internal/wake', { method: 'POST', headers });
  await response?.body?.cancel();
}
