import type { UserPrincipal } from '@selfdb/server/auth/principal';
import { createDatabase } from '@selfdb/server/db/database';
import { beforeAll, expect, inject, it } from 'vitest';
import { createAdmin, createPerson, type Person } from '../testing/people.ts';
import { countUsers, findUser, listUsers } from './repository.ts';

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
const page = { skip: 0, limit: 10, sort_by: 'created_at', sort_order: 'desc' } as const;
let user: Person;
let admin: Person;

const as = ({ userId, id }: Person): UserPrincipal => ({ kind: 'user', userId, sessionId: id });

beforeAll(async () => {
  [user, admin] = [await createPerson(), await createAdmin()];
});

it('the statements themselves hide other users from a USER with USERS_VISIBLE_TO=admins', async () => {
  expect(await findUser(db, as(user), 'admins', admin.userId)).toEqual({ myRole: 'USER', user: undefined });
  expect(await listUsers(db, as(user), 'admins', page)).toEqual({ myRole: 'USER', users: [] });
  expect(await countUsers(db, as(user), 'admins', undefined)).toEqual({ myRole: 'USER', count: 0 });
});

it.each(['users', 'admins'] as const)(
  'the statements themselves refuse a session of another user, with USERS_VISIBLE_TO=%s',
  async (audience) => {
    const forged: UserPrincipal = { kind: 'user', userId: admin.userId, sessionId: user.id };
    expect(await findUser(db, forged, audience, admin.userId)).toEqual({ myRole: null, user: undefined });
    expect(await listUsers(db, forged, audience, page)).toEqual({ myRole: null, users: [] });
    expect(await countUsers(db, forged, audience, undefined)).toEqual({ myRole: null, count: 0 });
  },
);
