import { AppError } from '@selfdb/shared/errors';
import type { Tokens, User } from '@selfdb/shared/users/schema';
import type { ApiCalls } from './api-calls.ts';
import { type Credentials, DEFAULT_PASSWORD } from './read-credentials.ts';

/** Tokens of a session that may use the dashboard, and whose it is. */
export interface Admission {
  tokens: Tokens;
  user: User;
}

/** Signs an ADMIN in. If that fails after the login, the new session is ended. Throws an AppError and ApiRefusal. */
export async function signIn(api: ApiCalls, given: Credentials): Promise<Admission> {
  const tokens = await api.logIn(given.email, given.password);
  try {
    const admission = await admit(api, tokens);
    await replacePassword(api, tokens, given);
    return admission;
  } catch (error) {
    await endQuietly(api, tokens);
    throw error;
  }
}

/** The session's user. Throws forbidden unless it is an ADMIN. */
export async function admit(api: ApiCalls, tokens: Tokens): Promise<Admission> {
  const user = await api.me(tokens.access_token);
  if (user.role === 'ADMIN') return { tokens, user };
  throw new AppError('forbidden', 'Only administrators can use the dashboard. Ask one to change your role.');
}

/** Ends a session that nothing will use. If that fails, it ends by itself, only later. */
export async function endQuietly(api: ApiCalls, { access_token }: Tokens): Promise<void> {
  await api.logOut(access_token).catch(() => undefined);
}

/** A change ends the user's other sessions and keeps this one. */
async function replacePassword(api: ApiCalls, tokens: Tokens, given: Credentials): Promise<void> {
  if (given.new_password !== undefined) {
    await api.changePassword(tokens.access_token, given.password, given.new_password);
  } else if (given.password === DEFAULT_PASSWORD) {
    throw new AppError(
      'password_change_required',
      'This is the default password, which anybody can look up. Choose another one to sign in.',
    );
  }
}
