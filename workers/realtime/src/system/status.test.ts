import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { signInternalToken } from '@selfdb/server/auth/tokens';
import { createCall } from '@selfdb/server/testing/client';
import { SECRETS } from '@selfdb/server/testing/secrets';
import * as realtimeRoutes from '@selfdb/shared/realtime/routes';
import { describe, expect, it } from 'vitest';
import { createRealtimeApp } from '../app.ts';
import { until } from '../hub/testing/live-client.ts';
import { createAdmin, createPerson } from '../testing/tables.ts';

const app = createRealtimeApp();
const call = createCall({
  fetch: (request) => app.fetch(request, env, createExecutionContext()),
  routes: [realtimeRoutes],
  headers: async () => ({ 'X-SelfDB-Internal': await signInternalToken(SECRETS.INTERNAL_SECRET) }),
});

describe('the status', () => {
  it('shows an administrator the sockets and the feed', async () => {
    const { token } = await createAdmin();
    const { status, body } = await call('GET', '/realtime/status', { token });
    expect([status, body]).toMatchObject([
      200,
      {
        connections: expect.any(Number),
        channels: expect.any(Number),
        shards: [{ connections: expect.any(Number), channels: expect.any(Number) }],
        feed: {
          ...{ state: expect.any(String), slot: 'selfdb_realtime', skipped: expect.any(Number) },
          given_up: null,
        },
      },
    ]);
  });

  it('is for administrators only', async () => {
    const { token } = await createPerson();
    expect((await call('GET', '/realtime/status', { token })).status).toBe(403);
    expect((await call('GET', '/realtime/status')).status).toBe(401);
    expect((await call('GET', '/realtime/status?x=1', { token })).status).toBe(422);
  });
});

it('the worker is healthy once the feed streams', async () => {
  await until(async () => (await call('GET', '/internal/health')).status === 200, 'health');
  expect((await call('GET', '/internal/health')).body).toEqual({
    status: 'ok',
    feed: { state: 'streaming', lag_bytes: expect.any(Number) },
  });
});
