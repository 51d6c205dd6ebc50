import { requireAdmin, requireAlive } from '@selfdb/server/db/authority';
import { requireToken } from '@selfdb/server/http/caller/authenticate';
import type { App } from '@selfdb/server/http/context';
import { getSystemLogs } from '@selfdb/shared/system/logs';
import * as routes from '@selfdb/shared/system/routes';
import { getSystemSettings } from '@selfdb/shared/system/settings';
import type { ApiBindings } from '../bindings.ts';
import { getLogs } from './logs/get-logs.ts';
import { getMetrics } from './metrics/get-metrics.ts';
import { selectDatabase, selectInstance } from './repository.ts';
import { checkServices, describeServices, toHealth } from './service.ts';
import { databaseAddress, shownSettings } from './settings/shown-settings.ts';

/** The routes that need no API key. */
export function mountOpenSystem(app: App<ApiBindings>): void {
  app.openapi(routes.getRoot, (c) =>
    c.json({ name: 'SelfDB', version: c.get('env').SELFDB_VERSION, docs: '/docs' }, 200),
  );

  app.openapi(routes.getHealth, async (c) => {
    const health = toHealth(await checkServices(c));
    if (health.status === 'ok') return c.json(health, 200);
    c.header('Retry-After', '1');
    return c.json(health, 503);
  });
}

export function mountSystem(app: App<ApiBindings>): void {
  app.openapi(routes.getSystemStatus, async (c) => {
    const principal = c.get('principal');
    const instance = await selectInstance(c.get('db'), principal);
    requireAlive(principal, instance?.my_role);
    const status = { initialized: instance?.initialized === true, version: c.get('env').SELFDB_VERSION };
    if (instance?.my_role !== 'ADMIN') return c.json(status, 200);
    const { services } = await checkServices(c);
    return c.json({ ...status, services: describeServices(services, status.version) }, 200);
  });

  app.openapi({ ...routes.getSystemMetrics, middleware: requireToken() }, getMetrics);

  app.openapi({ ...getSystemSettings, middleware: requireToken() }, async (c) => {
    const env = c.get('env');
    const principal = c.get('principal');
    const found = await selectDatabase(c.get('db'), principal);
    requireAdmin(principal, found?.my_role);
    const { version, name, size_bytes } = found ?? { version: '', name: '', size_bytes: 0 };
    const database = { version, address: databaseAddress(env.DATABASE_URL), name, size_bytes };
    return c.json({ version: env.SELFDB_VERSION, database, settings: shownSettings(env) }, 200);
  });
  app.openapi({ ...getSystemLogs, middleware: requireToken() }, (c) => getLogs(c, c.req.valid('query')));
}
