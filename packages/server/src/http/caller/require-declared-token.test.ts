import { jsonBody, route, security } from '@selfdb/shared/contract/route';
import { z } from '@selfdb/shared/contract/zod';
import { expect, it } from 'vitest';
import { signAccessToken } from '../../auth/tokens.ts';
import { SECRETS } from '../../testing/secrets.ts';
import { createApp } from '../create-app.ts';
import { readBody } from '../request/read-body.ts';
import { authenticate } from './authenticate.ts';
import { clientAddress } from './client-address.ts';
import { requireDeclaredToken } from './require-declared-token.ts';

const SETTINGS = { ...SECRETS, DATABASE_URL: 'postgres://user:password@db.invalid/name', LOG_LEVEL: 'error' };
const body = jsonBody(z.strictObject({ name: z.string() }));
const responses = { 200: { description: 'x' } };
const params = z.object({ id: z.string(), part: z.string() });
const forUsers = route({
  method: 'post',
  path: '/things/{id}/parts/{part}',
  security: security.token,
  request: { params, body },
  responses,
});
const forAnyone = route({
  method: 'post',
  path: '/open',
  security: security.keyAndMaybeToken,
  request: { body },
  responses,
});

const app = createApp('api');
app.use(authenticate(clientAddress));
app.use(requireDeclaredToken(app));
app.use(readBody());
app.openapi(forUsers, (c) => c.body(null, 200));
app.openapi(forAnyone, (c) => c.body(null, 200));

const PRINCIPAL = {
  kind: 'user',
  userId: '018f0000-0000-7000-8000-000000000001',
  sessionId: '018f0000-0000-7000-8000-000000000002',
} as const;

async function post(path: string, text: string | ReadableStream, token?: string): Promise<number> {
  const headers = new Headers({ 'Content-Type': 'application/json' });
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  const init = { method: 'POST', headers, body: text, duplex: 'half' };
  return (await app.request(`http://test${path}`, init, SETTINGS)).status;
}

it('refuses an anonymous caller before it reads the body, where the contract asks for a token', async () => {
  const endless = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
  expect(await post('/things/1/parts/2', endless)).toBe(401);
  expect(await post('/things/1/parts/2', '{"nope":1}')).toBe(401);
});

it('reads it for a user, and for anyone where there need not be a token', async () => {
  const token = await signAccessToken(SECRETS.SECRET_KEY, PRINCIPAL, 60);
  expect(await post('/things/1/parts/2', '{"nope":1}', token)).toBe(422);
  expect(await post('/things/1/parts/2', '{"name":"x"}', token)).toBe(200);
  expect(await post('/open', '{"nope":1}')).toBe(422);
  expect(await post('/open', '{"name":"x"}')).toBe(200);
});
