import { requireToken } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App } from '@selfdb/server/http/context';
import * as contracts from '@selfdb/shared/functions/event-routes';
import { DEPTH_HEADER } from '@selfdb/shared/functions/runner-protocol';
import type { FunctionsBindings } from '../bindings.ts';
import { wakeDispatcher } from '../dispatcher/wake.ts';
import { readDepth } from '../invoke/service.ts';
import { sendEvent } from './service.ts';

/** `/functions/events`. */
export function mountEvents(app: App<FunctionsBindings>): void {
  app.openapi({ ...contracts.sendEvent, middleware: requireToken() }, async (c) => {
    const sent = await sendEvent(callerOf(c), c.req.valid('json'), readDepth(c.req.header(DEPTH_HEADER)));
    if (sent.functions > 0) wakeDispatcher(c);
    return c.json(sent, 202);
  });
}
