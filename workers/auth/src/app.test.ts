import { expect, it } from 'vitest';
import { call, gatewayRequests } from './testing/client.ts';
import { createPerson } from './testing/people.ts';

it('reports its health to other workers only, without API key and database', async () => {
  expect(
    await gatewayRequests(async () => {
      const answer = await call('GET', '/internal/health', { headers: { 'X-API-Key': undefined } });
      expect(answer).toMatchObject({ status: 200, body: { status: 'ok' } });
    }),
  ).toBe(0);
  const stranger = await call('GET', '/internal/health', { headers: { 'X-SelfDB-Internal': undefined } });
  expect(stranger).toMatchObject({ status: 401 });
});

it('answers 404 and 405 in the form of the contract, with its headers', async () => {
  const answer = await call('GET', '/users/a/b/c', { headers: { 'X-Request-Id': 'mine' } });
  expect(answer).toMatchObject({ status: 404, body: { code: 'not_found', request_id: 'mine' } });
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  const wrongMethod = await call('PUT', '/users/me', { token: (await createPerson()).token });
  expect(wrongMethod).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  expect(wrongMethod.headers.get('allow')).toContain('PATCH');
});
