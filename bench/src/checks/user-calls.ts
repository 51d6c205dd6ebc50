import { randomUUID } from 'node:crypto';
import type { CallOptions } from '../api.ts';
import type { Bench } from '../bench.ts';
import type { Tokens } from '../world.ts';
import type { Call } from './call.ts';

const password = 'a pass phrase of the bench';
const newUser = () => ({
  email: `${randomUUID()}@bench.example.com`,
  password,
  firstName: 'Ada',
  lastName: 'Counted',
});

/**
 * Every kind of call under /users, by a user of their own and by the administrator. Where a password is checked,
 * its hash is read before anything is written: two requests.
 */
export async function userCalls({ api, instance }: Bench): Promise<Call[]> {
  const { ADMIN_EMAIL, ADMIN_PASSWORD } = instance.settings;
  const login = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD };
  const admin = await api<Tokens>('/users/token', { json: login });
  const user = newUser();
  const { id } = await api<{ id: string }>('/users/', { json: user });
  const logIn = () => api<Tokens>('/users/token', { json: { email: user.email, password: user.password } });
  let tokens = await logIn();
  let passing = { id: '' };

  const renew = async () => {
    tokens = await logIn();
  };
  const register = () => api<{ id: string }>('/users/', { json: newUser() });
  const own = (path: string, options: CallOptions = {}) =>
    api(path, { token: tokens.access_token, ...options });
  const asAdmin = (path: string, options: CallOptions = {}) =>
    api(path, { token: admin.access_token, ...options });
  const refresh = async () => {
    tokens = await api<Tokens>('/users/token/refresh', { json: { refresh_token: tokens.refresh_token } });
  };
  const makePassing = async () => {
    passing = await register();
  };
  const change = { current_password: password, new_password: password };

  return [
    { title: 'log in', allowed: 2, call: logIn },
    { title: 'refresh a token', allowed: 1, call: refresh },
    { title: 'register', allowed: 1, call: register },
    { title: 'read your own account', allowed: 1, call: () => own('/users/me') },
    {
      title: 'change your own account',
      allowed: 1,
      call: () => own('/users/me', { method: 'PATCH', json: { firstName: 'B' } }),
    },
    { title: 'change the password', allowed: 2, call: () => own('/users/me/password', { json: change }) },
    { title: 'read a user', allowed: 1, call: () => asAdmin(`/users/${id}`) },
    { title: 'list users', allowed: 1, call: () => asAdmin('/users/?limit=20') },
    { title: 'count users', allowed: 1, call: () => asAdmin('/users/count') },
    {
      title: 'create a user as administrator',
      allowed: 1,
      call: () => asAdmin('/users/', { json: { ...newUser(), role: 'ADMIN' } }),
    },
    {
      title: 'change a user',
      allowed: 1,
      call: () => asAdmin(`/users/${id}`, { method: 'PATCH', json: { role: 'USER', lastName: 'C' } }),
    },
    {
      title: 'delete a user',
      allowed: 1,
      prepare: makePassing,
      call: () => asAdmin(`/users/${passing.id}`, { method: 'DELETE' }),
    },
    { title: 'log out', allowed: 1, prepare: renew, call: () => own('/users/logout', { json: {} }) },
    {
      title: 'log out everywhere',
      allowed: 1,
      prepare: renew,
      call: () => own('/users/logout/all', { method: 'POST' }),
    },
  ];
}
