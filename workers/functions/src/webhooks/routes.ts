import { requireToken } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App } from '@selfdb/server/http/context';
import * as contracts from '@selfdb/shared/webhooks/routes';
import type { FunctionsBindings } from '../bindings.ts';
import * as service from './service.ts';
import { webhooksCallerOf } from './webhooks-caller.ts';

/** `/webhooks`. Fixed paths come before `/webhooks/{id}`, which would match them. */
export function mountWebhooks(app: App<FunctionsBindings>): void {
  app.openapi({ ...contracts.listWebhooks, middleware: requireToken() }, async (c) =>
    c.json(await service.listWebhooks(webhooksCallerOf(c), c.req.valid('query')), 200),
  );
  app.openapi({ ...contracts.countWebhooks, middleware: requireToken() }, async (c) =>
    c.json({ count: await service.countWebhooks(callerOf(c), c.req.valid('query').search) }, 200),
  );
  app.openapi({ ...contracts.createWebhook, middleware: requireToken() }, async (c) => {
    const created = await service.createWebhook(webhooksCallerOf(c), c.req.valid('json'));
    return c.json(created, 201, { Location: `/webhooks/${created.id}` });
  });
  app.openapi({ ...contracts.getWebhook, middleware: requireToken() }, async (c) =>
    c.json(await service.getWebhook(webhooksCallerOf(c), c.req.valid('param').id), 200),
  );
  app.openapi({ ...contracts.updateWebhook, middleware: requireToken() }, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await service.updateWebhook(webhooksCallerOf(c), id, c.req.valid('json')), 200);
  });
  app.openapi({ ...contracts.deleteWebhook, middleware: requireToken() }, async (c) => {
    await service.deleteWebhook(callerOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });
  app.openapi({ ...contracts.regenerateWebhookToken, middleware: requireToken() }, async (c) =>
    c.json(await service.regenerateToken(webhooksCallerOf(c), c.req.valid('param').id), 200),
  );
  app.openapi({ ...contracts.rotateWebhookSecret, middleware: requireToken() }, async (c) => {
    const { secret_key } = c.req.valid('json');
    const { id } = c.req.valid('param');
    return c.json(await service.rotateSecret(webhooksCallerOf(c), id, secret_key), 200);
  });
}
