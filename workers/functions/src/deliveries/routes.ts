import { requireToken } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App } from '@selfdb/server/http/context';
import * as contracts from '@selfdb/shared/webhooks/delivery-routes';
import type { FunctionsBindings } from '../bindings.ts';
import { wakeDispatcher } from '../dispatcher/wake.ts';
import * as service from './service.ts';

/** `/webhooks/{id}/deliveries`, `/webhooks/deliveries/{id}`. */
export function mountDeliveries(app: App<FunctionsBindings>): void {
  app.openapi({ ...contracts.listWebhookDeliveries, middleware: requireToken() }, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await service.listDeliveries(callerOf(c), id, c.req.valid('query')), 200);
  });
  app.openapi({ ...contracts.getWebhookDelivery, middleware: requireToken() }, async (c) =>
    c.json(await service.getDelivery(callerOf(c), c.req.valid('param').id), 200),
  );
  app.openapi({ ...contracts.retryWebhookDelivery, middleware: requireToken() }, async (c) => {
    const delivery = await service.retryDelivery(callerOf(c), c.req.valid('param').id);
    wakeDispatcher(c);
    return c.json(delivery, 200);
  });
}
