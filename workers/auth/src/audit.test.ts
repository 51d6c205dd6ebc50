import { auditEntriesWith, auditedBy } from '@selfdb/server/testing/audit-log';
import type { CallOptions } from '@selfdb/server/testing/client';
import { newEmail, PASSWORD } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import type { User } from '@selfdb/shared/users/schema';
import { describe, expect, it } from 'vitest';
import { call } from './testing/client.ts';
import { createAdmin, createPerson, createSession } from './testing/people.ts';

/** Calls with a request id, and returns what the call left in the log. */
async function audited(method: string, path: string, options: CallOptions = {}) {
  const id = crypto.randomUUID();
  const headers = { 'X-Request-Id': id, 'User-Agent': 'tests/1', ...options.headers };
  const answer = await call(method, path, { ...options, headers });
  return { status: answer.status, entries: await auditedBy(id) };
}

const newUser = (more: object = {}) => ({
  email: newEmail(),
  password: `secret ${crypto.randomUUID()}`,
  firstName: 'A',
  lastName: 'B',
  ...more,
});

describe('each action leaves one entry, with who, what and from where', () => {
  it('a login', async () => {
    const { email, userId } = await createPerson();
    const json = { email, password: PASSWORD };
    const headers = { 'X-SelfDB-Client-Address': '203.0.113.9' };
    const { entries } = await audited('POST', '/users/token', { json, headers });
    expect(entries).toEqual([
      {
        action: 'user.login',
        outcome: 'ok',
        actor_email: email,
        actor_role: 'USER',
        target_type: 'user',
        target_id: userId,
        target_name: email,
        details: {},
        address: '203.0.113.9',
        user_agent: 'tests/1',
        count: 1,
      },
    ]);
  });

  it('a logout, and a logout everywhere', async () => {
    const person = await createPerson();
    await createSession(person.userId);
    const { token } = await createSession(person.userId);
    const one = await audited('POST', '/users/logout', { token, json: {} });
    expect(one.entries).toMatchObject([
      { action: 'user.logout', actor_email: person.email, details: { sessions: 1 } },
    ]);
    const all = await audited('POST', '/users/logout/all', { token: person.token });
    expect(all.entries).toMatchObject([{ action: 'user.logout', details: { sessions: 2 } }]);
  });

  it('sessions that an administrator ends', async () => {
    const [admin, person] = [await createAdmin(), await createPerson()];
    await createSession(person.userId);
    const path = `/users/${person.userId}/sessions`;
    const { entries } = await audited('DELETE', `${path}/${person.sessionId}`, { token: admin.token });
    const entry = { action: 'session.revoked', actor_email: admin.email, target_name: person.email };
    expect(entries).toMatchObject([{ ...entry, details: { sessions: 1 } }]);
    expect((await audited('DELETE', path, { token: admin.token })).entries).toMatchObject([entry]);
    expect((await audited('DELETE', path, { token: admin.token })).entries).toEqual([]);
  });

  it('a session that ends because its refresh token was used twice', async () => {
    const person = await createPerson();
    const json = { refresh_token: person.refreshToken };
    expect((await audited('POST', '/users/token/refresh', { json })).entries).toEqual([]);
    const { status, entries } = await audited('POST', '/users/token/refresh', { json });
    expect(status).toBe(401);
    expect(entries).toMatchObject([
      {
        action: 'session.revoked',
        actor_email: null,
        target_id: person.userId,
        details: { reason: 'refresh_token_reused' },
      },
    ]);
  });

  it('a registration, of which the user is the actor', async () => {
    const json = newUser();
    const { entries } = await audited('POST', '/users', { json });
    expect(entries).toMatchObject([
      { action: 'user.created', actor_email: json.email, target_name: json.email, details: { role: 'USER' } },
    ]);
  });

  it("an administrator's changes of a user, named by what matters most", async () => {
    const [admin, person] = [await createAdmin(), await createPerson()];
    const { token } = admin;
    const path = `/users/${person.userId}`;
    const change = async (json: object) => (await audited('PATCH', path, { token, json })).entries;
    const entry = { actor_email: admin.email, actor_role: 'ADMIN', target_id: person.userId };
    expect(await change({ firstName: 'Grace' })).toMatchObject([
      { ...entry, action: 'user.updated', details: { fields: ['first_name'] } },
    ]);
    expect(await change({ password: 'another long password', firstName: 'Ada' })).toMatchObject([
      { ...entry, action: 'user.password_changed' },
    ]);
    expect(await change({ role: 'ADMIN' })).toMatchObject([
      { ...entry, action: 'user.role_changed', details: { role_before: 'USER', role: 'ADMIN' } },
    ]);
    expect(await change({ role: 'USER', password: 'yet another long password' })).toMatchObject([
      { ...entry, action: 'user.role_changed', details: { role_before: 'ADMIN', role: 'USER' } },
      { ...entry, action: 'user.password_changed', details: { fields: ['password', 'role'] } },
    ]);
    expect(await change({ isActive: false })).toMatchObject([
      { ...entry, action: 'user.updated', details: { is_active: false } },
    ]);
    const deleted = (await audited('DELETE', path, { token })).entries;
    expect(deleted).toMatchObject([{ ...entry, action: 'user.deleted', target_name: person.email }]);
  });

  it("a change of one's own password", async () => {
    const { token, email } = await createPerson();
    const json = { current_password: PASSWORD, new_password: 'a rather long new one' };
    const { entries } = await audited('POST', '/users/me/password', { token, json });
    expect(entries).toMatchObject([
      { action: 'user.password_changed', actor_email: email, target_name: email },
    ]);
  });
});

describe('what was refused or changed nothing leaves no entry of success', () => {
  it('a USER who creates an ADMIN, a taken address, a dead session, the last administrator', async () => {
    const person = await createPerson();
    const { token } = person;
    const created = await audited('POST', '/users', { token, json: newUser({ role: 'ADMIN' }) });
    expect(created).toEqual({ status: 403, entries: [] });
    const taken = await audited('POST', '/users', { json: newUser({ email: person.email }) });
    expect(taken).toEqual({ status: 409, entries: [] });
    await call('POST', '/users/logout', { token, json: {} });
    expect(await audited('POST', '/users/logout', { token, json: {} })).toEqual({ status: 401, entries: [] });
  });

  it('an address that another user has taken: the statement fails, and with it its entry', async () => {
    const [admin, one, other] = [await createAdmin(), await createPerson(), await createPerson()];
    const json = { email: other.email };
    const { status, entries } = await audited('PATCH', `/users/${one.userId}`, { token: admin.token, json });
    expect({ status, entries }).toEqual({ status: 409, entries: [] });
  });
});

it('folds failed logins of an account and a network into one entry an hour, which counts them', async () => {
  const { email, userId } = await createPerson();
  const address = `flood-${crypto.randomUUID()}`.slice(0, 40);
  const headers = { 'X-SelfDB-Client-Address': address };
  for (let i = 0; i < 3; i++) {
    await call('POST', '/users/token', { json: { email, password: `wrong ${i}` }, headers });
  }
  for (let i = 0; i < 3; i++) {
    await call('POST', '/users/token', { json: { email: newEmail(), password: 'x' }, headers });
  }
  const entries = await rows(
    `select action, outcome, target_id, target_name, count, last_at > selfdb.id_time(id) as later,
       jsonb_array_length(details -> 'request_ids') as later_requests from selfdb.audit_log where address = $1 order by id`,
    [address],
  );
  const entry = { action: 'user.login_failed', outcome: 'failed', later: true, later_requests: 2 };
  expect(entries).toEqual([
    { ...entry, target_id: userId, target_name: email, count: 3 },
    { ...entry, target_id: null, target_name: null, count: 3 },
  ]);
});

it('never holds a password, a token, or an address that belongs to no account', async () => {
  const json = newUser();
  const wrong = `typed-into-the-wrong-field-${crypto.randomUUID()}`;
  const created = await call<User>('POST', '/users', { json });
  expect(created.status).toBe(201);
  const tokens = await call<{ refresh_token: string; access_token: string }>('POST', '/users/token', {
    json: { email: json.email, password: json.password },
  });
  await call('POST', '/users/token', { json: { email: `${wrong}@example.com`, password: wrong } });
  await call('POST', '/users/logout', {
    token: tokens.body.access_token,
    json: { refresh_token: tokens.body.refresh_token },
  });
  expect(await auditEntriesWith(json.email)).toHaveLength(3);
  for (const secret of [json.password, wrong, tokens.body.refresh_token, 'argon2id']) {
    expect(await auditEntriesWith(secret)).toEqual([]);
  }
});
