import { randomUUID } from 'node:crypto';
import { hashPassword } from '@selfdb/shared/auth/password';
import { signAccessToken, signRefreshToken } from '@selfdb/shared/auth/tokens';
import type { Role } from '@selfdb/shared/schemas/user';
import pg from 'pg';
import { inject } from 'vitest';
import { SECRETS } from './client.ts';

export const PASSWORD = 'correct horse battery staple';
const passwordHash = await hashPassword(PASSWORD);

const pool = new pg.Pool({ connectionString: inject('databaseUrl'), max: 4, allowExitOnIdle: true });

/** Rows of a statement, past the gateway. */
export async function rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await pool.query<Record<string, unknown>>(text, values)).rows;
}

/** The only column of the only row. */
export async function value(text: string, values: unknown[] = []): Promise<unknown> {
  return Object.values((await rows(text, values))[0] ?? {})[0];
}

export interface Session {
  id: string;
  token: string;
  refreshToken: string;
}

export interface Person extends Session {
  userId: string;
  email: string;
}

export interface PersonOptions {
  role?: Role;
  isActive?: boolean;
  email?: string;
  firstName?: string;
  lastName?: string;
}

export function newEmail(prefix = 'person'): string {
  return `${prefix}.${randomUUID()}@example.com`;
}

/** A user, made past the API, with a session. */
export async function createPerson(options: PersonOptions = {}): Promise<Person> {
  const { role = 'USER', isActive = true, email = newEmail() } = options;
  const { firstName = 'Ada', lastName = 'Lovelace' } = options;
  const userId = await value(
    `insert into selfdb.users (email, password_hash, first_name, last_name, role, is_active)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [email, passwordHash, firstName, lastName, role, isActive],
  );
  return { userId: String(userId), email, ...(await createSession(String(userId))) };
}

export const createAdmin = (options: PersonOptions = {}) => createPerson({ role: 'ADMIN', ...options });

/** Another session of a user. */
export async function createSession(userId: string): Promise<Session> {
  const [id, tokenId] = [randomUUID(), randomUUID()];
  await rows(
    `insert into selfdb.sessions (id, user_id, refresh_id, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
    [id, userId, tokenId],
  );
  const principal = { kind: 'user' as const, userId, sessionId: id };
  return {
    id,
    token: await signAccessToken(SECRETS.SECRET_KEY, principal, 3600),
    refreshToken: await signRefreshToken(SECRETS.SECRET_KEY, { userId, sessionId: id, tokenId }, 3600),
  };
}

export async function isSessionAlive(id: string): Promise<boolean> {
  return (await value('select revoked_at is null from selfdb.sessions where id = $1', [id])) === true;
}

export function stateOf(userId: string): Promise<Record<string, unknown> | undefined> {
  return rows('select * from selfdb.users where id = $1', [userId]).then((found) => found[0]);
}

/** Runs `work` while a transaction past the API is open behind the statement; commits when `work` has been begun. */
export async function duringTransaction<T>(
  statements: [string, unknown[]][],
  work: () => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const [text, values] of statements) await client.query(text, values);
    const answer = work();
    await untilSomebodyWaits();
    await client.query('commit');
    return await answer;
  } finally {
    client.release();
  }
}

async function untilSomebodyWaits(): Promise<void> {
  const waits = `select count(*)::int from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  for (let i = 0; i < 200; i++) {
    if (Number(await value(waits)) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('nothing waited for the transaction');
}
