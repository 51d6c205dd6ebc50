import { ENDINGS } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { call, gatewayRequests } from './testing/client.ts';
import { createAdmin, createPerson } from './testing/people.ts';

it.each(['/users/me', '/users/me/'])('GET %s is the caller, in one gateway request', async (path) => {
  for (const person of [await createPerson({ firstName: 'Žofie' }), await createAdmin()]) {
    await gatewayRequests(async () => {
      const { status, body, headers } = await call<Record<string, unknown>>('GET', path, person);
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: person.userId, email: person.email, isActive: true });
      expect(Object.keys(body)).toHaveLength(10);
      expect(headers.get('x-request-id')).toBeTruthy();
    }).then((requests) => expect(requests).toBe(1));
  }
});

it('HEAD has the headers of GET and no body', async () => {
  const answer = await call('HEAD', '/users/me', await createPerson());
  expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([
    200,
    '',
    'application/json',
  ]);
});

it('is refused without the API key, without a token and with a malformed token', async () => {
  const { token } = await createPerson();
  for (const [headers, sentence] of [
    [
      { 'X-API-Key': undefined, Authorization: `Bearer ${token}` },
      'Send the API key in the header X-API-Key.',
    ],
    [{ 'X-API-Key': 'wrong', Authorization: `Bearer ${token}` }, 'The API key is wrong.'],
    [{}, 'Sign in to do this.'],
    [{ Authorization: 'Bearer x.y.z' }, 'The token is not valid or has expired. Sign in again.'],
    [{ Authorization: token }, 'Send the token as Authorization: Bearer <token>.'],
  ] as const) {
    const count = await gatewayRequests(async () => {
      const answer = await call('GET', '/users/me', { headers });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated', detail: sentence } });
    });
    expect(count).toBe(0);
  }
});

it.each(ENDINGS)('is refused for a session that %s', async (_name, ending) => {
  const person = await createPerson();
  expect((await call('GET', '/users/me', person)).status).toBe(200);
  await rows(ending, [person.userId]);
  expect(await call('GET', '/users/me', person)).toMatchObject({
    status: 401,
    body: { detail: 'The session has ended. Sign in again.' },
  });
});

it('refuses an unknown parameter', async () => {
  expect(await call('GET', '/users/me?verbose=1', await createPerson())).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['query', 'verbose'] }] },
  });
});

it.each(['PATCH', 'PUT', 'DELETE', 'POST'])('forwards %s', async (method) => {
  const { status, text } = await call(method, '/users/me', await createPerson());
  expect([status, text]).toEqual([404, '/users/me']);
});
