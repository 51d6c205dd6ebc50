import { describe, expect, it } from 'vitest';
import { expectInvalid, expectProblem, expectStatus, type Problem } from '../expectations.ts';
import { anyone, client, createPerson, createUser, logIn, PASSWORD, type Tokens } from '../world/users.ts';

const refresh = (token: string) => anyone.post<Tokens>('/users/token/refresh', { refresh_token: token });
const me = (tokens: Tokens) => client.as(tokens.access_token).get('/users/me');

describe('POST /users/token/refresh', () => {
  it('gives a new pair that works', async () => {
    const person = await createPerson();
    const answer = await refresh(person.tokens.refresh_token);
    expectStatus(answer, 200);
    expect(Object.keys(answer.body).sort()).toEqual([
      'access_token',
      'expires_in',
      'refresh_token',
      'token_type',
    ]);
    expect(answer.body.refresh_token).not.toBe(person.tokens.refresh_token);
    expectStatus(await me(answer.body), 200);
    expectStatus(await refresh(answer.body.refresh_token), 200);
  });

  it('kills the whole family, and only that, when a dead token is used again', async () => {
    const person = await createPerson();
    const otherSession = await logIn(person.email);
    const next = (await refresh(person.tokens.refresh_token)).body;
    expectStatus(await me(next), 200);
    expectProblem(await refresh(person.tokens.refresh_token), 401);
    expectProblem(await me(next), 401);
    expectProblem(await refresh(next.refresh_token), 401);
    expectProblem(await me(person.tokens), 401);
    expectStatus(await me(otherSession), 200);
    expectStatus(await refresh(otherSession.refresh_token), 200);
  });

  it('lets at most one of many simultaneous uses through', async () => {
    const person = await createPerson();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(person.tokens.refresh_token)));
    for (const answer of answers) expectStatus(answer, 200, 401);
    expect(answers.filter((answer) => answer.status === 200).length).toBeLessThanOrEqual(1);
    for (const answer of answers.filter(({ status }) => status === 200))
      expectProblem(await me(answer.body), 401);
  });

  it('refuses what is no refresh token', async () => {
    const person = await createPerson();
    for (const token of [
      'x',
      '',
      person.tokens.access_token,
      `${person.tokens.refresh_token}x`,
      'a\u0000b',
      '\ud800',
    ]) {
      expectStatus(await refresh(token), 400, 401, 422);
    }
    expectInvalid(await anyone.post<Problem>('/users/token/refresh', {}), 'body', 'refresh_token');
    expectInvalid(await anyone.post('/users/token/refresh', { refresh_token: 5 }), 'body', 'refresh_token');
    expectStatus(await me(person.tokens), 200);
  });
});

describe('POST /users/logout', () => {
  it('ends the session at once, access token and refresh token, and no other session', async () => {
    const person = await createPerson();
    const other = await logIn(person.email);
    const answer = await person.post<{ message: string }>('/users/logout', {
      refresh_token: person.tokens.refresh_token,
    });
    expectStatus(answer, 200);
    expect(typeof answer.body.message).toBe('string');
    expectProblem(await me(person.tokens), 401);
    expectProblem(await refresh(person.tokens.refresh_token), 401);
    expectStatus(await me(other), 200);
    expectProblem(await person.post('/users/logout', {}), 401);
  });

  it('needs no refresh token, nor even a body', async () => {
    const user = await createUser();
    for (const body of [{}, undefined]) {
      const tokens = await logIn(user.email);
      expectStatus(await client.as(tokens.access_token).post('/users/logout', body), 200);
      expectProblem(await me(tokens), 401);
      expectProblem(await refresh(tokens.refresh_token), 401);
    }
  });

  it("can't end another user's session", async () => {
    const [victim, attacker] = [await createPerson(), await createPerson()];
    await attacker.post('/users/logout', { refresh_token: victim.tokens.refresh_token });
    expectStatus(await me(victim.tokens), 200);
    expectStatus(await refresh(victim.tokens.refresh_token), 200);
  });

  it('ends the session however often its tokens were renewed', async () => {
    const person = await createPerson();
    const next = (await refresh(person.tokens.refresh_token)).body;
    expectStatus(await client.as(next.access_token).post('/users/logout', {}), 200);
    expectProblem(await me(next), 401);
    expectProblem(await me(person.tokens), 401);
  });
});

describe('POST /users/logout/all', () => {
  it('ends every session of the user and of no other user', async () => {
    const [person, bystander] = [await createPerson(), await createPerson()];
    const second = await logIn(person.email);
    const answer = await person.post<{ message: string }>('/users/logout/all');
    expectStatus(answer, 200);
    expect(typeof answer.body.message).toBe('string');
    for (const tokens of [person.tokens, second]) {
      expectProblem(await me(tokens), 401);
      expectProblem(await refresh(tokens.refresh_token), 401);
    }
    expectStatus(await me(bystander.tokens), 200);
    await logIn(person.email, PASSWORD);
  });
});
