import type { App } from '@selfdb/server/http/context';
import { Id } from '@selfdb/shared/contract/common';
import { AppError } from '@selfdb/shared/errors';
import { BeginExecutions, ExecutionReport } from '@selfdb/shared/functions/runner-protocol';
import type { FunctionsBindings } from '../bindings.ts';
import { wakeDispatcher } from '../dispatcher/wake.ts';
import { noSuchFunction } from '../functions/access.ts';
import { getCode } from './code/service.ts';
import { beginExecutions } from './reports/repository.ts';
import { storeReport } from './reports/service.ts';

/** For the host of the runners: code to run, and reports of what ran. For the edge: there is something to run. */
export function mountInternalFunctions(app: App<FunctionsBindings>): void {
  app.get('/internal/functions/:id/code', async (c) => {
    const id = Id.safeParse(c.req.param('id'));
    if (!id.success) throw noSuchFunction();
    return c.json(await getCode(c.get('db').of(undefined), c.get('env').SECRET_KEY, id.data));
  });

  app.post('/internal/wake', (c) => {
    wakeDispatcher(c);
    return c.body(null, 204);
  });

  app.post('/internal/executions/begin', async (c) => {
    const asked = BeginExecutions.safeParse(await c.req.json().catch(() => undefined));
    if (!asked.success) throw new AppError('bad_request', 'These are no executions.');
    const { host_id, executions } = asked.data;
    return c.json({ begun: await beginExecutions(c.get('db').of(undefined), host_id, executions) });
  });

  app.post('/internal/executions', async (c) => {
    const report = ExecutionReport.safeParse(await c.req.json().catch(() => undefined));
    if (!report.success) throw new AppError('bad_request', 'This is no report of executions.');
    await storeReport(c.get('db').of(undefined), report.data);
    if (report.data.events?.some(({ trigger_type }) => trigger_type !== 'http')) wakeDispatcher(c);
    return c.body(null, 204);
  });
}
