import type { App, AppContext } from '@selfdb/server/http/context';
import { describeError } from '@selfdb/server/log';
import { Id } from '@selfdb/shared/contract/common';
import { AppError } from '@selfdb/shared/errors';
import { ExecutionReport } from '@selfdb/shared/functions/runner-protocol';
import type { FunctionsBindings } from '../bindings.ts';
import { noSuchFunction } from '../functions/access.ts';
import { getCode } from './code/service.ts';
import { keepDays } from './reports/repository.ts';
import { storeReport } from './reports/service.ts';

const KEEP_EVERY_MS = 3_600_000;
let keptAt = 0;

/** For the host of the runners: code to run, and reports of what ran. */
export function mountInternalFunctions(app: App<FunctionsBindings>): void {
  app.get('/internal/functions/:id/code', async (c) => {
    const id = Id.safeParse(c.req.param('id'));
    if (!id.success) throw noSuchFunction();
    return c.json(await getCode(c.get('db').of(undefined), c.get('env').SECRET_KEY, id.data));
  });

  app.post('/internal/executions', async (c) => {
    const report = ExecutionReport.safeParse(await c.req.json().catch(() => undefined));
    if (!report.success) throw new AppError('bad_request', 'This is no report of executions.');
    await storeReport(c.get('db').of(undefined), report.data);
    keepDaysHourly(c);
    return c.body(null, 204);
  });
}

function keepDaysHourly(c: AppContext<FunctionsBindings>): void {
  if (Date.now() - keptAt < KEEP_EVERY_MS) return;
  keptAt = Date.now();
  const {
    FUNCTION_LOG_DAYS: days,
    FUNCTION_LOG_MAX_MB: megabytes,
    WEBHOOK_DELIVERY_DAYS: deliveryDays,
  } = c.get('env');
  const kept = keepDays(c.get('db').of(undefined), { days, maxBytes: megabytes * 1_048_576, deliveryDays });
  c.executionCtx.waitUntil(
    kept.catch((error: unknown) => c.get('log')('error', 'function_days_failed', describeError(error))),
  );
}
