import { signInternalToken } from '@selfdb/server/auth/tokens';
import { createDatabase } from '@selfdb/server/db/database';
import { createCall } from '@selfdb/server/testing/client';
import { createPeople } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';
import { SECRETS } from '@selfdb/server/testing/secrets';
import * as deadJobRoutes from '@selfdb/shared/functions/dead-job-routes';
import * as eventRoutes from '@selfdb/shared/functions/event-routes';
import * as executionRoutes from '@selfdb/shared/functions/execution-routes';
import * as replayRoutes from '@selfdb/shared/functions/replay-routes';
import * as functionRoutes from '@selfdb/shared/functions/routes';
import type { SelfDBFunction } from '@selfdb/shared/functions/schema';
import * as deliveryRoutes from '@selfdb/shared/webhooks/delivery-routes';
import * as ingestRoutes from '@selfdb/shared/webhooks/ingest-routes';
import * as webhookRoutes from '@selfdb/shared/webhooks/routes';
import { inject } from 'vitest';
import { createFunctionsApp } from '../app.ts';
import type { FunctionsBindings } from '../bindings.ts';
import { createFunctionsEdge } from '../edge.ts';

const bindings = {
  ...SECRETS,
  DATABASE_URL: inject('databaseUrl'),
  DB_GATEWAY_URL: inject('gatewayUrl'),
  MAX_BODY_BYTES: '10485760',
  LOG_LEVEL: 'error',
  FUNCTIONS_ALLOWED_ADDRESSES: '10.9.8.7:8080, 10.1.0.0/16',
};

const app = createFunctionsApp();
const edge = createFunctionsEdge();
const IN_EDGE = /^\/webhooks\/(?:in|trigger)\/|^\/functions\/[^/]+\/invoke/;
const context = { waitUntil() {}, passThroughOnException() {}, props: {} };

/** What stands in for the process that runs functions. Undefined: it can't be reached. */
export const runner: { fetch?: (request: Request) => Promise<Response> } = {};

const RUNNER = {
  fetch: (request: Request) => runner.fetch?.(request) ?? Promise.reject(new Error('It does not run.')),
} as FunctionsBindings['RUNNER'];

export const call = createCall({
  fetch: (request) => {
    const worker = IN_EDGE.test(new URL(request.url).pathname) ? edge : app;
    return worker.fetch(request, { ...bindings, RUNNER }, context);
  },
  routes: [
    functionRoutes,
    executionRoutes,
    deadJobRoutes,
    replayRoutes,
    eventRoutes,
    webhookRoutes,
    deliveryRoutes,
    ingestRoutes,
  ],
  headers: async () => ({
    'X-SelfDB-Internal': await signInternalToken(SECRETS.INTERNAL_SECRET),
    'X-SelfDB-Client-Address': 'test',
  }),
});

export const database = createDatabase({
  url: bindings.DATABASE_URL,
  sqlUrl: undefined,
  gatewayUrl: bindings.DB_GATEWAY_URL,
  gateway: undefined,
});

export const { createPerson, createAdmin } = createPeople({ rows, value });

export const HELLO = 'export default () => "hello";';

/** A function with a name of its own. */
export async function createFunction(token: string, fields: object = {}): Promise<SelfDBFunction> {
  const json = { name: newName(), code: HELLO, ...fields };
  const { body, status, text } = await call<SelfDBFunction>('POST', '/functions', { token, json });
  if (status !== 201) throw new Error(text);
  return body;
}

export function newName(): string {
  return `f-${crypto.randomUUID()}`;
}
