import { requireToken } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App } from '@selfdb/server/http/context';
import { AppError } from '@selfdb/shared/errors';
import * as contracts from '@selfdb/shared/functions/execution-routes';
import type { FunctionsBindings } from '../bindings.ts';
import { requireOwned } from '../functions/access.ts';
import { followLogs } from './follow-logs.ts';
import * as repository from './repository.ts';

/** `/functions/{id}/executions`, `/logs`, `/metrics`. */
export function mountExecutions(app: App<FunctionsBindings>): void {
  app.openapi({ ...contracts.listExecutions, middleware: requireToken() }, async (c) => {
    const { db, principal } = callerOf(c);
    const found = await repository.listExecutions(
      db,
      principal,
      c.req.valid('param').id,
      c.req.valid('query'),
    );
    requireOwned(principal, found);
    return c.json(found?.executions ?? [], 200);
  });

  app.openapi({ ...contracts.getExecution, middleware: requireToken() }, async (c) => {
    const { db, principal } = callerOf(c);
    const found = await repository.findExecution(db, principal, c.req.valid('param'));
    requireOwned(principal, found);
    if (!found?.execution) throw new AppError('not_found', 'There is no such execution.');
    return c.json(found.execution, 200);
  });

  app.openapi({ ...contracts.listFunctionLogs, middleware: requireToken() }, async (c) => {
    const { db, principal } = callerOf(c);
    const { id } = c.req.valid('param');
    const found = await repository.listLogs(db, principal, id, c.req.valid('query'));
    requireOwned(principal, found);
    if (c.req.valid('query').follow === 'true')
      return followLogs({ db, principal }, id, c.req.valid('query'), c.req.header('Last-Event-ID')) as never;
    return c.json(found?.logs ?? [], 200);
  });

  app.openapi({ ...contracts.getFunctionMetrics, middleware: requireToken() }, async (c) => {
    const { db, principal } = callerOf(c);
    const found = await repository.findMetrics(db, principal, c.req.valid('param').id);
    requireOwned(principal, found);
    return c.json(found?.metrics ?? { count: 0, errors: 0, p50_ms: null, p95_ms: null }, 200);
  });
}
