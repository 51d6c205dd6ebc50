import pg from 'pg';
import { inject } from 'vitest';
// It declares the keys of `inject`.
import type {} from './database-setup.ts';

const pool = new pg.Pool({ connectionString: inject('databaseUrl'), max: 6, allowExitOnIdle: true });
// In workerd, the end of an idle connection comes as an error too.
pool.on('error', () => {});

/** Rows of a statement, past the API and the gateway. */
export async function rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return (await pool.query<Record<string, unknown>>(text, values)).rows;
}

/** Rows of the last of several statements, in a session of their own, where nothing has been planned or counted yet. */
export async function rowsOfNewSession(...statements: string[]): Promise<Record<string, unknown>[]> {
  const results = [await runAt(inject('databaseUrl'), statements.join(';'))].flat();
  return results.at(-1)?.rows ?? [];
}

/** The only column of the only row. */
export async function value(text: string, values: unknown[] = []): Promise<unknown> {
  return Object.values((await rows(text, values))[0] ?? {})[0];
}

/** Runs a statement as the superuser, which the system never is. */
export async function asSuperuser(text: string): Promise<void> {
  const url = new URL(inject('databaseUrl'));
  url.username = 'postgres';
  await runAt(url.href, text);
}

/** Runs statements as the role that runs the SQL of administrators, as psql would. */
export async function asSqlRole(text: string): Promise<void> {
  await runAt(inject('databaseSqlUrl'), text);
}

async function runAt(connectionString: string, text: string): Promise<pg.QueryResult | pg.QueryResult[]> {
  const client = new pg.Client({ connectionString });
  // In workerd, the end of the connection comes as an error too.
  client.on('error', () => {});
  await client.connect();
  return await client.query(text).finally(() => client.end());
}

/**
 * Runs `work` while a transaction past the API is open, which has run `statements`, each a text or a text with its
 * values. Commits as soon as another session waits for it, and throws if none does.
 */
export async function duringTransaction<T>(
  statements: (string | [string, unknown[]])[],
  work: () => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const statement of statements) {
      const [text, values = []] = typeof statement === 'string' ? [statement] : statement;
      await client.query(text, values);
    }
    const answer = work();
    await untilSessionWaits();
    await client.query('commit');
    return await answer;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** Resolves while a statement of the test's own, which calls `pg_sleep`, is asleep. `marker` is a part of its text. */
export async function untilAsleep(marker: string): Promise<void> {
  await untilSession(`wait_event = 'PgSleep' and position('${marker}' in query) > 0`, 'nothing slept');
}

async function untilSessionWaits(): Promise<void> {
  await untilSession("wait_event_type = 'Lock'", 'nothing waited for the transaction');
}

async function untilSession(condition: string, failure: string): Promise<void> {
  const found = `select count(*)::int from pg_stat_activity where ${condition} and datname = current_database()`;
  for (let i = 0; i < 300; i++) {
    if (Number(await value(found)) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(failure);
}
