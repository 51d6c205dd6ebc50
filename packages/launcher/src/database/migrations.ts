import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Client } from 'pg';
import { repositoryRoot } from '../config/paths.ts';
import { UserError } from '../user-error.ts';
import { checkServerVersion } from './client.ts';
import { ensureUuidv7 } from './uuidv7.ts';

export interface Migration {
  name: string;
  /** Its file, for messages: `migrations/0002_users.sql`. */
  path: string;
  sql: string;
  checksum: string;
}

const migrationsDirectory = join(repositoryRoot, 'migrations');
/** The migrations of databases older than the baseline (docs/decisions/0027-one-migration-per-domain.md). */
export const earlierMigrationsDirectory = join(migrationsDirectory, 'before-1.0');

/** The baseline is all files up to this one. They create the schema that the earlier files result in. */
const lastOfBaseline = '0011_realtime_tables.sql';

const lockKey = 5_327_201_845;
const fileName = /^\d{4}_[a-z0-9_]+\.sql$/;
const transactionControl = /^\s*(begin|commit|rollback|start\s+transaction)(\s+(work|transaction))?\s*$/i;

/** Reads `NNNN_name.sql` files in order. Throws a UserError about a file that can't be a migration. */
export function readMigrations(directory: string = migrationsDirectory): Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const numbers = new Set<string>();
  return names.map((name) => {
    const path = relative(repositoryRoot, join(directory, name));
    if (!fileName.test(name)) throw new UserError(`${path} must have a name like 0002_users.sql.`);
    const number = name.slice(0, 4);
    if (numbers.has(number)) throw new UserError(`${path} has the same number as another file.`);
    numbers.add(number);
    const sql = readFileSync(join(directory, name), 'utf8');
    if (hasTransactionControl(sql)) {
      throw new UserError(
        `${path} contains transaction control. Remove it: each file already runs in its own transaction.`,
      );
    }
    return { name, path, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Brings the database up to date and returns the names of the migrations applied now. Each runs in one transaction
 * with the row that records it. A lock held for the whole run lets a second caller wait, then find nothing to do.
 *
 * A database that was created by `earlier` files runs the rest of those, and then the `migrations` after the baseline.
 */
export async function applyMigrations(
  client: Client,
  migrations: Migration[],
  earlier: Migration[],
): Promise<string[]> {
  const version = await checkServerVersion(client);
  await client.query('select pg_advisory_lock($1)', [lockKey]);
  try {
    await createMigrationsTable(client);
    const applied = await readApplied(client);
    refuseChanged([...earlier, ...migrations], applied);
    if (applied.size === 0) await client.query(dropLeftoverFunctions);
    await ensureUuidv7(client, version);
    const upgraded = await upgradeEarlier(client, migrations, earlier, applied);
    return [...upgraded, ...(await applyPending(client, migrations, applied))];
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => {});
  }
}

async function createMigrationsTable(client: Client): Promise<void> {
  await client.query('set client_min_messages to warning');
  await client.query('create schema if not exists selfdb');
  await client.query('create schema if not exists selfdb_api');
  await client.query(`create table if not exists selfdb.migrations (
    name text primary key, checksum text not null, applied_at timestamptz not null default now()
  )`);
}

/** Creates the system in an empty database by the migrations of these names, in this order. Throws a UserError if one is missing. */
export async function applyNamed(client: Client, migrations: Migration[], names: string[]): Promise<void> {
  const version = await checkServerVersion(client);
  await createMigrationsTable(client);
  await ensureUuidv7(client, version);
  for (const name of names) {
    const migration = migrations.find((each) => each.name === name);
    if (!migration) throw new UserError(`There is no migration ${name}.`);
    await apply(client, migration);
  }
}

/** Brings a database that was created by `earlier` files to the schema of the baseline, and records the baseline as applied. */
async function upgradeEarlier(
  client: Client,
  migrations: Migration[],
  earlier: Migration[],
  applied: Map<string, string>,
): Promise<string[]> {
  if (!earlier.some(({ name }) => applied.has(name))) return [];
  const upgraded = await applyPending(client, earlier, applied);
  const baseline = migrations.filter(({ name }) => name <= lastOfBaseline && !applied.has(name));
  await recordApplied(client, baseline);
  for (const { name, checksum } of baseline) applied.set(name, checksum);
  return upgraded;
}

async function applyPending(
  client: Client,
  migrations: Migration[],
  applied: Map<string, string>,
): Promise<string[]> {
  const pending = migrations.filter(({ name }) => !applied.has(name));
  for (const migration of pending) await apply(client, migration);
  return pending.map(({ name }) => name);
}

/**
 * The schema selfdb_api outlives `drop schema selfdb`, because triggers of users' tables call one of its functions. The
 * others are dropped, because `create or replace` can't replace a later version with another signature.
 */
const dropLeftoverFunctions = `
  do $$
  declare
    left_over regprocedure;
  begin
    for left_over in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'selfdb_api'::regnamespace loop
      begin
        execute format('drop function %s', left_over);
      exception when dependent_objects_still_exist then
        null;
      end;
    end loop;
  end
  $$`;

async function readApplied(client: Client): Promise<Map<string, string>> {
  const result = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from selfdb.migrations',
  );
  return new Map(result.rows.map((row) => [row.name, row.checksum]));
}

function refuseChanged(migrations: Migration[], applied: Map<string, string>): void {
  for (const { name, path, checksum } of migrations) {
    if (applied.has(name) && applied.get(name) !== checksum) {
      throw new UserError(
        `${path} has changed since it was applied. Restore it and put the change into a new file.`,
      );
    }
  }
}

async function apply(client: Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await recordApplied(client, [migration]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${migration.path} failed and changed nothing: ${reason}`, {
      cause: error,
    });
  }
}

async function recordApplied(client: Client, migrations: Migration[]): Promise<void> {
  await client.query(
    'insert into selfdb.migrations (name, checksum) select * from unnest($1::text[], $2::text[])',
    [migrations.map(({ name }) => name), migrations.map(({ checksum }) => checksum)],
  );
}

/** Looks outside of comments and dollar-quoted bodies, in which PL/pgSQL has its own BEGIN and END. */
function hasTransactionControl(sql: string): boolean {
  const bare = sql
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(/--.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '');
  return bare.split(';').some((statement) => transactionControl.test(statement));
}
