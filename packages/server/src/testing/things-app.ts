import { errors, json, jsonBody, route } from '@selfdb/shared/contract/route';
import { z } from '@selfdb/shared/contract/zod';
import { AppError } from '@selfdb/shared/errors';
import { authenticate, requireApiKey, requireToken } from '../http/caller/authenticate.ts';
import { clientAddress } from '../http/caller/client-address.ts';
import { allowOrigins } from '../http/cors.ts';
import { createApp } from '../http/create-app.ts';
import { jsonText } from '../http/json-text.ts';
import { refuseOtherMethods } from '../http/methods.ts';
import { refuseParameters } from '../http/request/query-parameters.ts';
import { readBody } from '../http/request/read-body.ts';
import { SECRETS } from './secrets.ts';

export const SETTINGS = {
  ...SECRETS,
  DATABASE_URL: 'postgres://user:password@db.invalid/name',
  MAX_BODY_BYTES: '1024',
  LOG_LEVEL: 'error',
};

const Thing = z.strictObject({ name: z.string(), size: z.int().optional() });
export const path = '/things';
const answer = json(z.any(), 'x');
const listThings = route({
  method: 'get',
  path,
  request: { query: z.strictObject({ page: z.string().optional(), download: z.string().optional() }) },
  responses: { 200: answer, ...errors(401) },
});
const createThing = route({
  method: 'post',
  path,
  request: { body: jsonBody(Thing) },
  responses: { 201: answer, ...errors(400, 401, 413, 415) },
});
const getThing = route({
  method: 'get',
  path: '/things/{id}',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: answer, ...errors(401) },
});

const changeThing = route({
  method: 'patch',
  path: '/things/{id}',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: answer, ...errors(401) },
});
const changeThings = route({
  method: 'patch',
  path,
  responses: { 200: answer, ...errors(401) },
});

/** A worker with a route of every kind. */
export const app = createApp(
  'api',
  allowOrigins(async () => ['https://one.example', 'https://two.example']),
);
app.get('/open', refuseParameters(), (c) => c.json({ open: true }));
app.use(requireApiKey());
app.use(authenticate(clientAddress));
app.use(refuseOtherMethods(app));
app.use(readBody());
app.openapi(listThings, (c) => c.json({ principal: c.get('principal'), query: c.req.valid('query') }, 200));
app.openapi(createThing, async (c) => c.json({ read: c.req.valid('json'), text: await c.req.text() }, 201));
app.openapi(getThing, (c) => jsonText(c, `{"id":${JSON.stringify(c.req.valid('param').id)}}`, 200));
app.openapi(changeThing, (c) => c.json({ changed: c.req.valid('param').id }, 200));
app.openapi(changeThings, (c) => c.json({ changed: 'all' }, 200));
app.delete('/things/me', (c) => c.json({ removed: 'me' }));
app.delete('/things/:id{[a-z]+}', (c) => c.json({ removed: c.req.param('id') }));
app.get('/mine', requireToken(), (c) => c.json(c.get('principal')));
app.get('/broken/:how', (c) => {
  const how = c.req.param('how');
  if (how === 'bug') throw new Error('postgres://user:password@db.invalid at line 5');
  if (how === 'busy') throw new AppError('unavailable', 'Later.', { retryAfterSeconds: 7 });
  throw new AppError('sql_error', 'No.', { fields: { sqlstate: '42P01' } });
});

export interface CallOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
}

/** Calls the app with the API key. */
export async function call(to: string, { method = 'GET', headers = {}, body }: CallOptions = {}) {
  const all = { 'X-API-Key': SETTINGS.API_KEY, ...headers };
  const init = { method, headers: all, ...(body === undefined ? {} : { body }) };
  const response = await app.request(`http://test${to}`, init, SETTINGS);
  const text = await response.text();
  const type = response.headers.get('Content-Type');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text && type ? JSON.parse(text) : undefined,
  };
}

export const post = (
  body: BodyInit,
  headers: Record<string, string> = { 'Content-Type': 'application/json' },
) => call(path, { method: 'POST', body, headers });
