import type { Role } from '@selfdb/shared/users/schema';
import { signAccessToken, signRefreshToken } from '../auth/tokens.ts';
import { SECRETS } from './secrets.ts';

/** Statements past the API. */
export interface Sql {
  rows(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  value(text: string, values?: unknown[]): Promise<unknown>;
}

export interface Session {
  userId: string;
  sessionId: string;
  token: string;
  refreshToken: string;
}

export interface Person extends Session {
  email: string;
}

export interface PersonOptions {
  role?: Role;
  isActive?: boolean;
  email?: string;
  firstName?: string;
  lastName?: string;
}

/** Every user's password and its hash. Hashing in each test file would take too long. */
export const PASSWORD = 'correct horse battery staple';
const PASSWORD_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$mOe1/oTBdZc++hqvku7PGA$JxD/c1YE6ZH7OV2K30EZ+mYJ0tES4psZyxOb08aKjS0';
const TTL_SECONDS = 3600;

/** Ways in which a valid token becomes invalid. `$1` is the user. */
export const ENDINGS = [
  ['is revoked', 'update selfdb.sessions set revoked_at = now() where user_id = $1'],
  ['has expired', 'update selfdb.sessions set expires_at = now() where user_id = $1'],
  ['belongs to a deactivated user', 'update selfdb.users set is_active = false where id = $1'],
] as const;

/** A unique e-mail address. */
export function newEmail(prefix = 'person'): string {
  return `${prefix}.${crypto.randomUUID()}@example.com`;
}

/** Makes users and sessions past the API, and looks at what became of them. */
export function createPeople(sql: Sql) {
  return {
    /** A user, active and a USER unless told, with a session. */
    createPerson: (options: PersonOptions = {}) => createPerson(sql, options),
    createAdmin: (options: PersonOptions = {}) => createPerson(sql, { role: 'ADMIN', ...options }),
    /** Another session of a user. */
    createSession: (userId: string) => createSession(sql, userId),
    isSessionAlive: async (sessionId: string) =>
      (await sql.value('select revoked_at is null from selfdb.sessions where id = $1', [sessionId])) === true,
    /** The row of a user; undefined when there is none. */
    stateOf: async (userId: string) =>
      (await sql.rows('select * from selfdb.users where id = $1', [userId]))[0],
  };
}

async function createPerson(sql: Sql, options: PersonOptions): Promise<Person> {
  const { role = 'USER', isActive = true, email = newEmail() } = options;
  const { firstName = 'Ada', lastName = 'Lovelace' } = options;
  const userId = await sql.value(
    `insert into selfdb.users (email, password_hash, first_name, last_name, role, is_active)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [email, PASSWORD_HASH, firstName, lastName, role, isActive],
  );
  return { email, ...(await createSession(sql, String(userId))) };
}

async function createSession(sql: Sql, userId: string): Promise<Session> {
  const [sessionId, tokenId] = [crypto.randomUUID(), crypto.randomUUID()];
  await sql.rows(
    `insert into selfdb.sessions (id, user_id, refresh_id, expires_at)
     values ($1, $2, $3, now() + $4 * interval '1 second')`,
    [sessionId, userId, tokenId, TTL_SECONDS],
  );
  const { SECRET_KEY } = SECRETS;
  return {
    userId,
    sessionId,
    token: await signAccessToken(SECRET_KEY, { kind: 'user', userId, sessionId }, TTL_SECONDS),
    refreshToken: await signRefreshToken(SECRET_KEY, { userId, sessionId, tokenId }, TTL_SECONDS),
  };
}
