import { AuthenticationError, ConflictError, PermissionDeniedError } from '@selfdb/sdk';
import { refused, same } from './check.ts';
import type { Stage, Step } from './step.ts';

const newcomer = (stage: Stage, name: string) => ({
  email: `${name}-${stage.marker}@example.com`,
  password: stage.password,
  firstName: 'Ada',
  lastName: 'Lovelace',
});

/** A client that is signed in as a user of its own. */
async function signUp(stage: Stage, name: string) {
  const account = newcomer(stage, name);
  const client = stage.client();
  const user = await client.auth.users.create(account);
  await client.auth.login(account);
  return { client, user, account };
}

export const AUTH_STEPS: Step[] = [
  {
    name: 'registers, signs in, and says who is signed in',
    async run(stage) {
      const { client, user } = await signUp(stage, 'first');
      same((await client.auth.me()).id, user.id);
      same((await client.auth.updateMe({ firstName: 'Augusta' })).firstName, 'Augusta');
      same((await client.auth.users.update(user.id, { lastName: 'King' })).lastName, 'King');
      same((await client.auth.users.get(user.id)).firstName, 'Augusta');
      await refused(client.auth.users.create(newcomer(stage, 'first')), ConflictError, 409, 'conflict');
      await refused(client.sql.query('select 1'), PermissionDeniedError, 403, 'forbidden');
    },
  },
  {
    name: 'lists and counts users',
    async run({ admin, email }) {
      same((await admin.auth.users.list({ search: email, limit: 5, sortBy: 'email' })).length, 1);
      same(await admin.auth.users.count({ search: email }), { count: 1 });
      same(await admin.auth.count({ search: email }), { count: 1 });
    },
  },
  {
    name: 'refreshes, and tells of signing in and out',
    async run(stage) {
      const { client } = await signUp(stage, 'second');
      const told: string[] = [];
      const stop = client.auth.onAuthChange((state) => told.push(state));
      const renewed = await client.auth.refresh();
      same((await client.auth.refresh({ refreshToken: renewed.refresh_token })).token_type, 'bearer');
      await client.auth.logout();
      same(told, ['signed_out']);
      stop();
      await refused(client.auth.me(), AuthenticationError, 401, 'unauthenticated');
    },
  },
  {
    name: 'replaces a dead access token once for calls at the same time',
    async run(stage) {
      const { client } = await signUp(stage, 'third');
      await client.client.setAccessToken('dead');
      const all = await Promise.all([client.auth.me(), client.auth.me(), client.auth.me()]);
      same(new Set(all.map(({ id }) => id)).size, 1);
    },
  },
  {
    name: 'takes tokens from elsewhere',
    async run(stage) {
      const { client, account } = await signUp(stage, 'fourth');
      const tokens = await client.auth.login(account);
      const other = stage.client();
      await other.client.setAccessToken(tokens.access_token);
      await other.client.setRefreshToken(tokens.refresh_token);
      same((await other.auth.me()).email, account.email);
      await other.client.setAccessToken(null);
      await other.client.setRefreshToken(null);
      await refused(other.auth.me(), AuthenticationError, 401, 'unauthenticated');
    },
  },
  {
    name: 'changes a password, ends all sessions, deletes an account',
    async run(stage) {
      const { client, user, account } = await signUp(stage, 'fifth');
      const newPassword = `${stage.password} again`;
      await client.auth.changePassword({ currentPassword: account.password, newPassword });
      await client.auth.logoutAll();
      await refused(client.auth.login(account), AuthenticationError, 401, 'unauthenticated');
      await client.auth.login({ email: account.email, password: newPassword });
      same((await client.auth.users.delete(user.id)).id, user.id);
    },
  },
  {
    name: 'lists and ends sessions, and counts what a user owns',
    async run(stage) {
      const { client, user, account } = await signUp(stage, 'sixth');
      const { users } = client.auth;
      const other = stage.client();
      await other.auth.login(account);
      const sessions = await users.sessions.list('me');
      same(sessions.map(({ current }) => current).sort(), [false, true]);
      await users.sessions.revoke('me', sessions.find(({ current }) => !current)?.id ?? '');
      await refused(other.auth.me(), AuthenticationError, 401, 'unauthenticated');
      await users.sessions.revokeAll(user.id);
      same((await client.auth.me()).id, user.id);
      same((await users.owned(user.id)).tables, 0);
    },
  },
];
