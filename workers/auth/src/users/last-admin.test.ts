import { administratorsLock } from '@selfdb/server/db/advisory-locks';
import { duringTransaction, rows, value } from '@selfdb/server/testing/postgres';
import { beforeEach, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { createAdmin, createPerson, isSessionAlive, type Person, stateOf } from '../testing/people.ts';

beforeEach(async () => {
  await rows(`update selfdb.users set is_active = false where role = 'ADMIN'`);
});

const demote = (caller: Person, target: Person) =>
  call('PATCH', `/users/${target.userId}`, { token: caller.token, json: { role: 'USER' } });
const activeAdmins = () => value(`select count(*)::int from selfdb.users where role = 'ADMIN' and is_active`);

it.each([
  ['demoted', 'PATCH', { role: 'USER', firstName: 'N' }],
  ['deactivated', 'PATCH', { isActive: false }],
  ['deleted', 'DELETE', undefined],
])('the last active ADMIN can not be %s, and stays unchanged', async (_name, method, json) => {
  const admin = await createAdmin();
  await createAdmin({ isActive: false });
  const before = await stateOf(admin.userId);
  const answer = await call(
    method,
    `/users/${admin.userId}`,
    json ? { token: admin.token, json } : { token: admin.token },
  );
  expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(await stateOf(admin.userId)).toEqual(before);
  expect(await isSessionAlive(admin.id)).toBe(true);
});

it.each([
  ['demote', 'PATCH', { role: 'USER' }, 200],
  ['deactivate', 'PATCH', { isActive: false }, 200],
  ['delete', 'DELETE', undefined, 200],
])('an ADMIN may %s themselves while another is active', async (_name, method, json, status) => {
  const [admin, other] = [await createAdmin(), await createAdmin()];
  const answer = await call(
    method,
    `/users/${admin.userId}`,
    json ? { token: admin.token, json } : { token: admin.token },
  );
  expect(answer.status).toBe(status);
  expect((await call('GET', '/users/me', { token: admin.token })).status).toBe(401);
  expect((await call('GET', '/users/count', { token: other.token })).status).toBe(200);
});

it('may send unchanged role and isActive along with other fields', async () => {
  const admin = await createAdmin();
  const json = { role: 'ADMIN', isActive: true, lastName: 'N' };
  expect((await call('PATCH', `/users/${admin.userId}`, { token: admin.token, json })).status).toBe(200);
});

it('50 simultaneous demotions of the last two ADMINs leave one ADMIN', async () => {
  for (let round = 0; round < 3; round++) {
    await rows(`update selfdb.users set is_active = false where role = 'ADMIN'`);
    const pair = [await createAdmin(), await createAdmin()] as const;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => demote(pair[i % 2 === 0 ? 0 : 1], pair[i % 4 < 2 ? 0 : 1])),
    );
    for (const { status } of answers) expect([200, 401, 409]).toContain(status);
    expect(await activeAdmins()).toBe(1);
  }
});

it('simultaneous deletions of the last two ADMINs by themselves leave one', async () => {
  const pair = [await createAdmin(), await createAdmin()];
  const answers = await Promise.all(
    pair.map(({ userId, token }) => call('DELETE', `/users/${userId}`, { token })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await activeAdmins()).toBe(1);
});

it.each([
  ['deletion', 'DELETE', undefined],
  ['demotion', 'PATCH', { role: 'USER' }],
  ['deactivation', 'PATCH', { isActive: false }],
])('a %s waits for another transaction that may remove the last ADMIN', async (_name, method, json) => {
  const [admin, other] = [await createAdmin(), await createAdmin()];
  const answer = await duringTransaction(
    [
      ['select pg_advisory_xact_lock($1)', [administratorsLock]],
      [`update selfdb.users set role = 'USER' where id = $1`, [other.userId]],
    ],
    () =>
      call(method, `/users/${admin.userId}`, json ? { token: admin.token, json } : { token: admin.token }),
  );
  expect(answer.status).toBe(409);
  expect(await activeAdmins()).toBe(1);
});

it('refuses to delete a user when there is no administrator to take over', async () => {
  const person = await createPerson();
  expect((await call('DELETE', `/users/${person.userId}`, { token: person.token })).status).toBe(409);
});
