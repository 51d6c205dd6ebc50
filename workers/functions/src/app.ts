import { authenticate, requireApiKey } from '@selfdb/server/http/caller/authenticate';
import { requireDeclaredToken } from '@selfdb/server/http/caller/require-declared-token';
import { takeShare } from '@selfdb/server/http/caller/take-share';
import { createApp } from '@selfdb/server/http/create-app';
import { forwardedAddress, requireInternal } from '@selfdb/server/http/internal';
import { refuseOtherMethods } from '@selfdb/server/http/methods';
import { readBody } from '@selfdb/server/http/request/read-body';
import type { FunctionsBindings } from './bindings.ts';
import { mountDeadJobs } from './dead-jobs/routes.ts';
import { mountDeliveries } from './deliveries/routes.ts';
import { wakeDispatcher } from './dispatcher/wake.ts';
import { mountEvents } from './events/routes.ts';
import { mountExecutions } from './executions/routes.ts';
import { mountFunctions } from './functions/routes.ts';
import { mountInternalFunctions } from './internal/routes.ts';
import { mountReplays } from './replays/routes.ts';
import { isRunnerReady } from './runner/ask-runner.ts';
import { mountWebhooks } from './webhooks/routes.ts';

/** Functions, their versions, executions and logs, and webhooks. It never runs code of a user. Only other workers and the host can reach it. */
export function createFunctionsApp() {
  const app = createApp<FunctionsBindings>('functions');

  app.use(requireInternal());
  app.get('/internal/health', async (c) => {
    wakeDispatcher(c);
    const isReady = await isRunnerReady(c.env, c.var.env);
    return c.json({ status: 'ok', runner: isReady ? 'ok' : 'down' });
  });
  mountInternalFunctions(app);

  app.use(requireApiKey());
  app.use(authenticate(forwardedAddress));
  app.use(takeShare(forwardedAddress));

  app.use(refuseOtherMethods(app));
  app.use(requireDeclaredToken(app));
  app.use(readBody());
  mountEvents(app);
  mountFunctions(app);
  mountExecutions(app);
  mountDeadJobs(app);
  mountReplays(app);
  mountWebhooks(app);
  mountDeliveries(app);
  return app;
}
