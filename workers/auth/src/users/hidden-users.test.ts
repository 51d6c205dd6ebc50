import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { callWithHiddenUsers as call } from '../testing/client.ts';
import { createAdmin, createPerson } from '../testing/people.ts';

it('with USERS_VISIBLE_TO=admins, a USER sees only themselves', async () => {
  const [person, other, admin] = [await createPerson(), await createPerson(), await createAdmin()];
  const paths = ['/users/', '/users/count', `/users/${other.userId}`, `/users/${randomUUID()}`];
  for (const path of paths) {
    expect((await call('GET', path, {})).status).toBe(401);
    expect(await call('GET', path, { token: person.token })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  }
  const own = { status: 200, body: { id: person.userId, email: person.email } };
  expect(await call('GET', `/users/${person.userId}`, { token: person.token })).toMatchObject(own);
  for (const [i, status] of [200, 200, 200, 404].entries())
    expect((await call('GET', paths[i] ?? '', { token: admin.token })).status).toBe(status);
});
