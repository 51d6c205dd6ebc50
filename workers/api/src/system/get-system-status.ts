import { requireAlive } from '@selfdb/shared/db/authority';
import type { App } from '@selfdb/shared/http/context';
import { getSystemStatus } from '@selfdb/shared/routes/system';
import type { ApiBindings } from '../bindings.ts';
import { selectInstance } from './repository.ts';
import { checkServices, describeServices } from './service.ts';

export function mountGetSystemStatus(app: App<ApiBindings>): void {
  app.openapi(getSystemStatus, async (c) => {
    const principal = c.get('principal');
    const instance = await selectInstance(c.get('db'), principal);
    requireAlive(principal, instance?.my_role);
    const status = { initialized: instance?.initialized === true, version: c.get('env').SELFDB_VERSION };
    if (instance?.my_role !== 'ADMIN') return c.json(status, 200);
    const { services } = await checkServices(c);
    return c.json({ ...status, services: describeServices(services, status.version) }, 200);
  });
}
