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
 * Finds the index of the configured URL that a `Neon-Connection-String` header names. User, password and database must be
 * equal; host and port are ignored. Takes the same time for any wrong value.
 */
export function createCredentialCheck(urls: string[]): (header: string | undefined) => number | undefined {
  const digests = urls.map((url) => {
    const expected = parseCredentials(url);
    if (!expected) throw new Error('DATABASE_URL must look like postgres://user:password@host:5432/database');
    return digest(expected);
  });
  // A map looks up the hash of the whole string, so the duration of a miss reveals nothing.
  const accepted = new Map<string, number>();
  return (header) => {
    if (header === undefined) return undefined;
    const known = accepted.get(header);
    if (known !== undefined) return known;
    const given = parseCredentials(header);
    if (!given) return undefined;
    const givenDigest = digest(given);
    const found = digests.map((expected) => timingSafeEqual(givenDigest, expected)).indexOf(true);
    if (found < 0) return undefined;
    if (accepted.size >= maxRemembered) accepted.clear();
    accepted.set(header, found);
    return found;
  };
}
