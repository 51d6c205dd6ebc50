import { describe, expect, it } from 'vitest';
import { expectInvalid, expectProblem, expectStatus, type Problem } from '../expectations.ts';
import {
  admin,
  anyone,
  client,
  createUser,
  email,
  PASSWORD,
  type Tokens,
  type User,
} from '../world/users.ts';

const form = (fields: Record<string, string>) =>
  anyone.call<Tokens>('POST', '/users/token', {
    body: new URLSearchParams(fields),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });

const attempt = (login: string, password: string) =>
  anyone.post<Problem>('/users/token', { email: login, password });

async function fastest(calls: (() => Promise<unknown>)[]): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (const call of calls) {
    const begin = performance.now();
    await call();
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}

async function failUntilSlowed(login: string): Promise<{ status: number; headers: Headers; tries: number }> {
  for (let tries = 1; tries <= 30; tries += 1) {
    const answer = await attempt(login, 'wrong password');
    if (answer.status !== 401) {
      expectProblem(answer, 429);
      return { status: answer.status, headers: answer.headers, tries };
    }
  }
  throw new Error('never slowed');
}

describe('POST /users/token', () => {
  it('answers exactly the four fields, and the access token works', async () => {
    const user = await createUser();
    const answer = await anyone.post<Tokens>('/users/token', { email: user.email, password: PASSWORD });
    expectStatus(answer, 200);
    expect(Object.keys(answer.body).sort()).toEqual([
      'access_token',
      'expires_in',
      'refresh_token',
      'token_type',
    ]);
    expect(answer.body.token_type).toBe('bearer');
    expect(answer.body.expires_in).toBeGreaterThan(0);
    expect(answer.text).not.toContain(PASSWORD);
    const me = await client.as(answer.body.access_token).get<User>('/users/me');
    expect(me.body).toEqual(user);
  });

  it('takes the OAuth2 password form', async () => {
    const user = await createUser();
    const answer = await form({ username: user.email, password: PASSWORD });
    expectStatus(answer, 200);
    expectStatus(await client.as(answer.body.access_token).get('/users/me'), 200);
    expectProblem(await form({ username: user.email, password: 'not the password' }), 401);
    expectStatus(
      await form({ grant_type: 'password', username: user.email, password: PASSWORD, scope: '' }),
      200,
    );
  });

  it('asks a form for its fields too', async () => {
    expectInvalid(await form({ username: 'a@example.com' }), 'body', 'password');
    expectInvalid(await anyone.post('/users/token', { email: 'a@example.com' }), 'body', 'password');
    expectInvalid(await anyone.post('/users/token', { password: PASSWORD }), 'body', 'email');
  });

  it('gives a wrong e-mail and a wrong password the same answer after the same work', async () => {
    const user = await createUser();
    const wrongPassword = await attempt(user.email, 'not the password');
    const wrongEmail = await attempt(email('nobody'), 'not the password');
    expectProblem(wrongPassword, 401);
    expectProblem(wrongEmail, 401);
    expect(wrongEmail.body.detail).toBe(wrongPassword.body.detail);
    expect(wrongEmail.body.code).toBe(wrongPassword.body.code);
    const known = await fastest([1, 2, 3].map(() => () => attempt(user.email, 'not the password')));
    const unknown = await fastest([1, 2, 3].map(() => () => attempt(email('nobody'), 'not the password')));
    expect(unknown / known).toBeGreaterThan(0.4);
  });

  it('answers 403 to an inactive user, but only to one who knows the password', async () => {
    const user = await createUser();
    expectStatus(await admin.patch(`/users/${user.id}`, { isActive: false }), 200);
    expectProblem(await attempt(user.email, PASSWORD), 403);
    expectProblem(await attempt(user.email, 'not the password'), 401);
    expectStatus(await admin.patch(`/users/${user.id}`, { isActive: true }), 200);
    expectStatus(await attempt(user.email, PASSWORD), 200);
  });

  it('slows an account down after repeated failures, with Retry-After, and no other account', async () => {
    const [user, bystander] = [await createUser(), await createUser()];
    const slowed = await failUntilSlowed(user.email);
    expect(slowed.tries).toBeGreaterThan(3);
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
    expectStatus(await attempt(bystander.email, PASSWORD), 200);
  });

  it('slows an unknown e-mail in the same way, so that it reveals nothing', async () => {
    const slowed = await failUntilSlowed(email('nobody'));
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('refuses what is no login at all', async () => {
    for (const json of [
      {},
      [],
      { email: 1, password: 2 },
      { email: ['a@example.com'], password: PASSWORD },
    ]) {
      expectStatus(await anyone.post('/users/token', json), 422);
    }
    expectStatus(await attempt('a\u0000b@example.com', PASSWORD), 401, 422);
    expectStatus(await attempt('a@example.com', '\ud800'.repeat(8)), 400, 401, 422);
    expectStatus(await attempt('a@example.com', 'x'.repeat(100_000)), 401, 422);
  });
});
