import { requireToken } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App } from '@selfdb/server/http/context';
import { AppError } from '@selfdb/shared/errors';
import * as contracts from '@selfdb/shared/functions/replay-routes';
import type { FunctionsBindings } from '../bindings.ts';
import { requireOwned } from '../functions/access.ts';
import { insertReplay } from './repository.ts';

/** `/functions/{id}/replay`. */
export function mountReplays(app: App<FunctionsBindings>): void {
  app.openapi({ ...contracts.replayChanges, middleware: requireToken() }, async (c) => {
    const { db, principal } = callerOf(c);
    const { since } = c.req.valid('json');
    const found = await insertReplay(db, principal, { id: c.req.valid('param').id, since });
    requireOwned(principal, found);
    if (!found?.through)
      throw new AppError('conflict', 'The function has no database trigger for a table that there is.');
    return c.json({ since, through: found.through }, 202);
  });
}
