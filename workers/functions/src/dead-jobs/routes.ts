import { requireToken } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App } from '@selfdb/server/http/context';
import { AppError } from '@selfdb/shared/errors';
import * as contracts from '@selfdb/shared/functions/dead-job-routes';
import type { FunctionsBindings } from '../bindings.ts';
import { wakeDispatcher } from '../dispatcher/wake.ts';
import { requireOwned } from '../functions/access.ts';
import * as repository from './repository.ts';

/** `/functions/{id}/dead-jobs`. */
export function mountDeadJobs(app: App<FunctionsBindings>): void {
  app.openapi({ ...contracts.listDeadJobs, middleware: requireToken() }, async (c) => {
    const { db, principal } = callerOf(c);
    const { id } = c.req.valid('param');
    const found = await repository.listDeadJobs(db, principal, id, c.req.valid('query'));
    requireOwned(principal, found);
    return c.json(found?.jobs ?? [], 200);
  });

  app.openapi({ ...contracts.retryDeadJob, middleware: requireToken() }, async (c) => {
    const { db, principal } = callerOf(c);
    const found = await repository.retryDeadJob(db, principal, c.req.valid('param'));
    requireOwned(principal, found);
    if (!found?.job) throw new AppError('not_found', 'There is no such dead job.');
    wakeDispatcher(c);
    return c.json(found.job, 200);
  });
}
