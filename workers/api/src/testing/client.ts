import { createCall } from '@selfdb/server/testing/client';
import { countGatewayRequests } from '@selfdb/server/testing/gateway-requests';
import { SECRETS } from '@selfdb/server/testing/secrets';
import * as corsRoutes from '@selfdb/shared/cors/routes';
import * as rowRoutes from '@selfdb/shared/rows/routes';
import * as sqlRoutes from '@selfdb/shared/sql/routes';
import * as auditRoutes from '@selfdb/shared/system/audit/routes';
import { getSystemLogs } from '@selfdb/shared/system/logs';
import * as systemRoutes from '@selfdb/shared/system/routes';
import * as settingsRoutes from '@selfdb/shared/system/settings';
import * as tableRoutes from '@selfdb/shared/tables/routes';
import { getMe } from '@selfdb/shared/users/routes';
import { inject } from 'vitest';
import { createApiApp } from '../app.ts';

/** Stand-ins for the other workers, behind service bindings. */
export const authWorker = standIn();
export const storageWorker = standIn();
export const backupWorker = standIn();
export const realtimeWorker = standIn();
export const functionsWorker = standIn();
/** Its runner's state is in its health. */
functionsWorker.health = { runner: 'ok' };

function standIn() {
  return {
    state: 200,
    /** The body of its health. */
    health: {},
    async fetch(input: RequestInfo | URL): Promise<Response> {
      const { pathname } = new URL(new Request(input).url);
      const isHealth = pathname === '/internal/health';
      return new Response(isHealth ? JSON.stringify(this.health) : pathname, {
        status: isHealth ? this.state : 404,
      });
    },
  };
}

const bindings = {
  ...SECRETS,
  DATABASE_URL: inject('databaseUrl'),
  DATABASE_SQL_URL: inject('databaseSqlUrl'),
  DB_GATEWAY_URL: inject('gatewayUrl'),
  MAX_BODY_BYTES: '10485760',
  SQL_MAX_TIMEOUT_MS: '20000',
  SQL_MAX_ROWS: '5000',
  SELFDB_VERSION: '1.2.3',
  LOG_LEVEL: 'error',
  AUTH: authWorker,
  STORAGE: storageWorker,
  BACKUP: backupWorker,
  FUNCTIONS: functionsWorker,
  FUNCTIONS_EDGE: functionsWorker,
  REALTIME: realtimeWorker,
};

const app = createApiApp();

/** The OpenAPI document as it is served under a prefix, as by the dashboard. */
export async function documentUnder(prefix: string, headers: Record<string, string> = {}): Promise<unknown> {
  const request = new Request('http://worker/openapi.json', { headers });
  return (await app.fetch(request, { ...bindings, PATH_PREFIX: prefix })).json();
}

/** Calls the API worker. `body` is sent as JSON unless the headers name another type. */
export const call = createCall({
  fetch: (request) => app.fetch(request, bindings),
  routes: [
    auditRoutes,
    corsRoutes,
    rowRoutes,
    settingsRoutes,
    sqlRoutes,
    systemRoutes,
    tableRoutes,
    { getMe, getSystemLogs },
  ],
  headers: ({ body }): Record<string, string> =>
    body === undefined ? {} : { 'Content-Type': 'application/json' },
});

/** How many requests `work` makes to the gateway, as counted by the gateway. */
export function gatewayRequests(work: () => Promise<unknown>): Promise<number> {
  return countGatewayRequests(bindings, work);
}
