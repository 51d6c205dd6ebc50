import { hash, timingSafeEqual } from 'node:crypto';

const maxRemembered = 64;

export interface Credentials {
  user: string;
  password: string;
  database: string;
}

/** Splits a `postgres://` URL; undefined when it is not one. The database defaults to the user, as in libpq. */
export function parseCredentials(connectionString: string): Credentials | undefined {
  try {
    const url = new URL(connectionString);
    if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') return undefined;
    const user = decodeURIComponent(url.username);
    const database = decodeURIComponent(url.pathname.slice(1)) || user;
    return { user, password: decodeURIComponent(url.password), database };
  } catch {
    return undefined;
  }
}

function digest({ user, password, database }: Credentials): Buffer {
  return hash('sha256', JSON.stringify([user, password, database]), 'buffer');
}

/**
 * A check of the `Neon-Connection-String` header against the configured URL: user, password and
 * database must be equal, host and port are ignored. Takes the same time for any wrong value.
 */
export function createCredentialCheck(databaseUrl: string): (header: string | undefined) => boolean {
  const expected = parseCredentials(databaseUrl);
  if (!expected) throw new Error('DATABASE_URL must look like postgres://user:password@host:5432/database');
  const expectedDigest = digest(expected);
  // A set finds by the hash of the whole string, so a guess learns nothing from how long a miss takes.
  const accepted = new Set<string>();
  return (header) => {
    if (header === undefined) return false;
    if (accepted.has(header)) return true;
    const given = parseCredentials(header);
    if (!given || !timingSafeEqual(digest(given), expectedDigest)) return false;
    if (accepted.size >= maxRemembered) accepted.clear();
    accepted.add(header);
    return true;
  };
}
