import { json, jsonBody, route } from '@selfdb/shared/contract/route';
import { z } from '@selfdb/shared/contract/zod';
import { expect, it } from 'vitest';
import { createApp } from './create-app.ts';
import { refuseOtherMethods } from './methods.ts';
import { readBody } from './request/read-body.ts';

const SETTINGS = {
  DATABASE_URL: 'postgres://user:password@db.invalid/name',
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
  LOG_LEVEL: 'error',
};
const query = z.strictObject({});
const responses = { 200: json(z.any(), 'x') };
const Thing = z.strictObject({ name: z.string().optional() });
const Id = z.object({ id: z.uuid() });

const app = createApp('api');
app.use(refuseOtherMethods(app));
app.use(readBody());
app.openapi(route({ method: 'get', path: '/things/count', request: { query }, responses }), (c) =>
  c.json({ count: 1 }, 200),
);
app.openapi(
  route({
    method: 'patch',
    path: '/things/{id}',
    request: { query, params: Id, body: jsonBody(Thing) },
    responses,
  }),
  (c) => c.json({ changed: c.req.valid('json') }, 200),
);
app.use('/versioned', () => Promise.reject(new Error('was asked for a version first')));
app.post('/versioned', (c) => c.json({}));

async function call(method: string, path: string, init: RequestInit = {}) {
  const answer = await app.request(`http://test${path}`, { method, ...init }, SETTINGS);
  const text = await answer.text();
  return {
    status: answer.status,
    allow: answer.headers.get('Allow'),
    body: text === '' ? undefined : JSON.parse(text),
  };
}

it.each([
  ['PATCH', '/things/count?nope=1', 'GET, HEAD'],
  ['PATCH', '/things/count/?nope=1', 'GET, HEAD'],
  ['GET', '/things/not-an-id?nope=1', 'PATCH'],
  ['HEAD', '/things/not-an-id?nope=1', 'PATCH'],
  ['PUT', '/versioned', 'POST'],
  ['PURGE', '/versioned?nope=1', 'POST'],
])('%s %s is 405 before its query is looked at', async (method, path, allow) => {
  expect(await call(method, path)).toMatchObject({ status: 405, allow });
});

it('is 405 before its body is looked at', async () => {
  const headers = { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' };
  expect(await call('PATCH', '/things/count', { body: '{', headers })).toMatchObject({ status: 405 });
});

it('takes the method of a route for what it is', async () => {
  expect(await call('GET', '/things/count')).toMatchObject({ status: 200 });
  expect(await call('HEAD', '/things/count')).toMatchObject({ status: 200 });
  expect(await call('PATCH', '/things/nope')).toMatchObject({ status: 422 });
});

const ONE = '/things/0198a5f2-0000-7000-8000-000000000000';

it.each<[string, RequestInit]>([
  ['without a type', {}],
  ['of JSON', { headers: { 'Content-Type': 'application/json' } }],
  ['of JSON, empty', { headers: { 'Content-Type': 'application/json' }, body: '' }],
])('a required body %s that is not there is named', async (_how, init) => {
  const { status, body } = await call('PATCH', ONE, init);
  expect([status, body.detail]).toEqual([
    422,
    [{ loc: ['body'], msg: 'a body is required', type: 'missing' }],
  ]);
});

it('a body of no fields is a body', async () => {
  const headers = { 'Content-Type': 'application/json' };
  expect(await call('PATCH', ONE, { headers, body: '{}' })).toMatchObject({ status: 200 });
});
