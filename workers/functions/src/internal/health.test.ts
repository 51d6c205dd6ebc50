import { signInternalToken } from '@selfdb/server/auth/tokens';
import { SECRETS } from '@selfdb/server/testing/secrets';
import { expect, inject, it } from 'vitest';
import { createFunctionsApp } from '../app.ts';

const database = { DATABASE_URL: inject('databaseUrl'), DB_GATEWAY_URL: inject('gatewayUrl') };
const app = createFunctionsApp();
const context = { waitUntil() {}, passThroughOnException() {}, props: {} };

/** The health of this worker with a process that runs functions, or none. */
async function health(answer?: () => Promise<Response>): Promise<unknown> {
  const headers = { 'X-SelfDB-Internal': await signInternalToken(SECRETS.INTERNAL_SECRET) };
  const request = new Request('http://internal/internal/health', { headers });
  const RUNNER = answer && { fetch: answer };
  const response = await app.fetch(request, { ...SECRETS, ...database, LOG_LEVEL: 'error', RUNNER }, context);
  return [response.status, await response.json()];
}

it('is well and says how the process that runs functions is', async () => {
  expect(await health(async () => Response.json({ status: 'ready' }))).toEqual([
    200,
    { status: 'ok', runner: 'ok' },
  ]);
  const down = [200, { status: 'ok', runner: 'down' }];
  expect(await health(async () => new Response(null, { status: 503 }))).toEqual(down);
  expect(await health(() => Promise.reject(new Error('no connection')))).toEqual(down);
  expect(await health()).toEqual(down);
});
