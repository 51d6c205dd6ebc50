import type { App } from '@selfdb/shared/http/context';
import { getHealth } from '@selfdb/shared/routes/system';
import type { ApiBindings } from '../bindings.ts';
import { checkServices, toHealth } from './service.ts';

export function mountGetHealth(app: App<ApiBindings>): void {
  app.openapi(getHealth, async (c) => {
    const health = toHealth(await checkServices(c));
    if (health.status === 'ok') return c.json(health, 200);
    c.header('Retry-After', '1');
    return c.json(health, 503);
  });
}
