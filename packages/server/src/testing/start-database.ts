import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGateway, withDefaults } from '@selfdb/pg-gateway';
import { fenceSqlRole } from '@selfdb/pg-gateway/roles/sql-role';
import { startTestPostgres } from '@selfdb/pg-gateway/testing/test-postgres';
import pg from 'pg';
import { auditKey } from '../auth/audit-key.ts';
import { SECRETS } from './secrets.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../../migrations');
const DATABASE = 'selfdb_migrated';
const SQL_ROLE = 'selfdb_sql';
const SQL_PASSWORD = 'of-the-role-for-sql';

export interface TestDatabase {
  /** As the role `selfdb`, straight to Postgres. */
  databaseUrl: string;
  /** As the role `selfdb_sql`. */
  databaseSqlUrl: string;
  /** Where the gateway serves SQL over HTTP, for DB_GATEWAY_URL. */
  gatewayUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts a Postgres of its own in a temporary folder, with all migrations applied, and the real gateway in front of
 * it, both on free ports of 127.0.0.1. Takes two to three seconds; made for vitest's `globalSetup`.
 */
export async function startDatabase(): Promise<TestDatabase> {
  const postgres = await startTestPostgres();
  try {
    await withClient(postgres.superuserUrl, createDatabase);
    const databaseUrl = urlOf(postgres.url);
    const databaseSqlUrl = sqlUrlOf(databaseUrl);
    await withClient(urlOf(postgres.superuserUrl), prepareRoles);
    await withClient(databaseUrl, migrate);
    const gateway = createGateway(withDefaults({ databaseUrl, databaseSqlUrl, log: () => {} }));
    const gatewayUrl = `http://127.0.0.1:${await gateway.listen(0)}/sql`;
    const stop = () => gateway.close(0).finally(postgres.stop);
    return { databaseUrl, databaseSqlUrl, gatewayUrl, stop };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** With the locale of production: it decides what `lower` and `ilike` make of letters outside ASCII. */
async function createDatabase(client: pg.Client): Promise<void> {
  await client.query(
    `create database ${DATABASE} owner selfdb template template0 encoding 'UTF8'
     locale 'C' locale_provider builtin builtin_locale 'C.UTF-8'`,
  );
}

function urlOf(ofAnother: string): string {
  const url = new URL(ofAnother);
  url.pathname = `/${DATABASE}`;
  return url.href;
}

function sqlUrlOf(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.username = SQL_ROLE;
  url.password = SQL_PASSWORD;
  return url.href;
}

/** As the launcher does it where it is a superuser. */
async function prepareRoles(client: pg.Client): Promise<void> {
  await client.query('alter role selfdb createrole');
  await fenceSqlRole(client, SQL_ROLE);
}

async function migrate(client: pg.Client): Promise<void> {
  await client.query('set search_path to pg_catalog, selfdb_api, pg_temp');
  await client.query('create schema selfdb');
  await client.query('create schema selfdb_api');
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort();
  for (const name of names) await client.query(await readFile(join(MIGRATIONS, name), 'utf8'));
  await client.query(`alter role ${SQL_ROLE} password '${SQL_PASSWORD}'`);
  await client.query(`alter role ${SQL_ROLE} set search_path = public, selfdb_api`);
  await client.query('select selfdb.set_sql_role($1)', [SQL_ROLE]);
  await client.query("update selfdb.instance set audit_key_hash = sha256(convert_to($1, 'UTF8'))", [
    await auditKey(SECRETS.SECRET_KEY),
  ]);
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
