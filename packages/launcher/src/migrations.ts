import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { checkServerVersion } from './database.ts';
import { repositoryRoot } from './paths.ts';
import { UserError } from './user-error.ts';
import { ensureUuidv7 } from './uuidv7.ts';

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

export const migrationsDirectory = join(repositoryRoot, 'migrations');

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
    if (!fileName.test(name)) throw new UserError(`migrations/${name} must have a name like 0001_users.sql.`);
    const number = name.slice(0, 4);
    if (numbers.has(number)) throw new UserError(`migrations/${name} has the same number as another file.`);
    numbers.add(number);
    const sql = readFileSync(join(directory, name), 'utf8');
    if (hasTransactionControl(sql)) {
      throw new UserError(
        `migrations/${name} contains transaction control. Remove it: each file already runs in its own transaction.`,
      );
    }
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Brings the database up to date and returns the names of the migrations applied now. Each runs in one transaction
 * with the row that records it. A lock held for the whole run lets a second caller wait, then find nothing to do.
 */
export async function applyMigrations(client: Client, migrations: Migration[]): Promise<string[]> {
  const version = await checkServerVersion(client);
  await client.query('select pg_advisory_lock($1)', [lockKey]);
  try {
    await client.query('set client_min_messages to warning');
    await client.query('create schema if not exists selfdb');
    await client.query('create schema if not exists selfdb_api');
    await client.query(`create table if not exists selfdb.migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now()
    )`);
    await ensureUuidv7(client, version);
    const pending = await findPending(client, migrations);
    if (pending.length === migrations.length) await client.query(dropLeftFunctions);
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => {});
  }
}

/**
 * The schema selfdb_api outlives `drop schema selfdb`, because triggers of users' tables call a function of it. A later
 * version of the others can't be replaced by the first one, where the signature differs.
 */
const dropLeftFunctions = `
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

async function findPending(client: Client, migrations: Migration[]): Promise<Migration[]> {
  const result = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from selfdb.migrations',
  );
  const applied = new Map(result.rows.map((row) => [row.name, row.checksum]));
  for (const { name, checksum } of migrations) {
    if (applied.has(name) && applied.get(name) !== checksum) {
      throw new UserError(
        `migrations/${name} has changed since it was applied. Restore it and put the change into a new file.`,
      );
    }
  }
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function apply(client: Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into selfdb.migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`migrations/${migration.name} failed and changed nothing: ${reason}`, {
      cause: error,
    });
  }
}

/** Looks outside of comments and dollar-quoted bodies, in which PL/pgSQL has its own BEGIN and END. */
function hasTransactionControl(sql: string): boolean {
  const bare = sql
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(/--.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '');
  return bare.split(';').some((statement) => transactionControl.test(statement));
}
