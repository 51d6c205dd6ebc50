import { randomUUID } from 'node:crypto';
import { signAccessToken } from '@selfdb/shared/auth/tokens';
import { SECRETS } from './client.ts';
import { rows, value } from './postgres.ts';

export interface Person {
  userId: string;
  sessionId: string;
  token: string;
}

/** A user with a session, made past the API. */
export async function createPerson(role: 'USER' | 'ADMIN' = 'USER'): Promise<Person> {
  const userId = await value(
    `insert into selfdb.users (email, password_hash, first_name, last_name, role)
     values ($1, 'none', 'Ada', 'Lovelace', $2) returning id`,
    [`${randomUUID()}@example.com`, role],
  );
  return createSession(String(userId));
}

export const createAdmin = () => createPerson('ADMIN');

async function createSession(userId: string): Promise<Person> {
  const sessionId = randomUUID();
  await rows(
    `insert into selfdb.sessions (id, user_id, refresh_id, expires_at) values ($1, $2, $1, now() + interval '1 hour')`,
    [sessionId, userId],
  );
  const token = await signAccessToken(SECRETS.SECRET_KEY, { kind: 'user', userId, sessionId }, 3600);
  return { userId, sessionId, token };
}

/** Ways in which a token that was good stops counting. `$1` is the user. */
export const ENDINGS = [
  ['is revoked', 'update selfdb.sessions set revoked_at = now() where user_id = $1'],
  ['has expired', 'update selfdb.sessions set expires_at = now() where user_id = $1'],
  ['belongs to a deactivated user', 'update selfdb.users set is_active = false where id = $1'],
] as const;
