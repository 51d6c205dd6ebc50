import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestPostgres, type TestPostgres } from '@selfdb/pg-gateway/testing/test-postgres';
import { hashPassword } from '@selfdb/server/auth/password';
import { generatedSecrets } from '@selfdb/settings';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { summarizeStart } from '../commands/start-summary.ts';
import { randomSecret } from '../config/env-file.ts';
import { parseSettings } from '../config/load-settings.ts';
import { ensureFirstAdmin } from './admin-user.ts';
import { withClient } from './client.ts';
import { refuseDefaultPasswords } from './default-passwords.ts';
import { applyMigrations, readMigrations } from './migrations.ts';

let directory: string;
let postgres: TestPostgres;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'selfdb-migrations-'));
  postgres = await startTestPostgres();
}, 60_000);

afterAll(async () => {
  await postgres.stop();
  rmSync(directory, { recursive: true });
});

beforeEach(() => asSelfdb((client) => client.query('drop schema if exists selfdb cascade')));

function asSelfdb<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return withClient({ connectionString: postgres.url }, work);
}

function migration(name: string, sql: string) {
  return { name, path: `migrations/${name}`, sql, checksum: `of ${sql}` };
}

test('migrations are applied once, in order, each with its row', async () => {
  const migrations = [
    migration('0001_a.sql', 'create table selfdb.a (id uuid default uuidv7())'),
    migration('0002_b.sql', 'alter table selfdb.a add b int'),
  ];
  expect(await asSelfdb((client) => applyMigrations(client, migrations, []))).toEqual([
    '0001_a.sql',
    '0002_b.sql',
  ]);
  expect(await asSelfdb((client) => applyMigrations(client, migrations, []))).toEqual([]);
});

test('of simultaneous runs, one applies and the others find nothing to do', async () => {
  const migrations = [migration('0001_a.sql', 'select pg_sleep(0.3); create table selfdb.a ()')];
  const runs = await Promise.all(
    [0, 1, 2].map(() => asSelfdb((client) => applyMigrations(client, migrations, []))),
  );
  expect(runs.map((applied) => applied.length).sort()).toEqual([0, 0, 1]);
});

test('a migration that fails changes nothing and is named', async () => {
  const broken = [migration('0001_a.sql', 'create table selfdb.a (); select 1/0')];
  await expect(asSelfdb((client) => applyMigrations(client, broken, []))).rejects.toThrow(
    'migrations/0001_a.sql failed and changed nothing: division by zero',
  );
  const left = await asSelfdb((client) =>
    client.query(
      "select to_regclass('selfdb.a') as a, (select count(*)::int from selfdb.migrations) as applied",
    ),
  );
  expect(left.rows).toEqual([{ a: null, applied: 0 }]);
});

test('a file that changed after it was applied is named, and nothing else is applied', async () => {
  await asSelfdb((client) => applyMigrations(client, [migration('0001_a.sql', 'select 1')], []));
  const changed = [migration('0001_a.sql', 'select 2'), migration('0002_b.sql', 'create table selfdb.b ()')];
  await expect(asSelfdb((client) => applyMigrations(client, changed, []))).rejects.toThrow(
    'migrations/0001_a.sql has changed since it was applied',
  );
  const left = await asSelfdb((client) => client.query("select to_regclass('selfdb.b') as b"));
  expect(left.rows).toEqual([{ b: null }]);
});

test('a migration file with a transaction of its own is refused', () => {
  const refuse = (sql: string) => {
    writeFileSync(join(directory, '0001_a.sql'), sql);
    return () => readMigrations(directory);
  };
  expect(refuse('select 1;\nCOMMIT;')).toThrow('contains transaction control');
  expect(refuse('begin transaction; select 1')).toThrow('contains transaction control');
  const body =
    "create function f() returns int language plpgsql as $$ begin; return 1; end; $$; -- commit;\nselect 'x'";
  expect(refuse(body)).not.toThrow();
});

test("the repository's own migrations apply, and the first administrator is created once", async () => {
  await asSelfdb((client) => applyMigrations(client, readMigrations(), []));
  const outcomes = await Promise.all(
    [0, 1].map(() => asSelfdb((client) => ensureFirstAdmin(client, 'admin@example.com', 'password'))),
  );
  expect(outcomes.sort()).toEqual(['created', 'exists']);
  await expect(asSelfdb(refuseDefaultPasswords)).rejects.toThrow(
    'admin@example.com still has the default password',
  );
});

test('the start warns of the default password until the administrator has another one', async () => {
  const secrets = Object.fromEntries(generatedSecrets.map((name) => [name, randomSecret()]));
  const settings = parseSettings({ ...secrets, DATABASE_URL: postgres.url });
  await asSelfdb(async (client) => {
    await applyMigrations(client, readMigrations(), []);
    await ensureFirstAdmin(client, 'first@example.com', settings.ADMIN_PASSWORD);
  });
  const before = await summarizeStart(settings);
  expect(before).toContain('first@example.com / password');
  expect(before).toContain('WARNING');
  const hash = await hashPassword('another one');
  await asSelfdb((client) => client.query('update selfdb.users set password_hash = $1', [hash]));
  const after = await summarizeStart(settings);
  expect(after).toContain('admin@example.com / (your password)');
  expect(after).not.toContain('WARNING');
  await expect(asSelfdb(refuseDefaultPasswords)).resolves.toBeUndefined();
});

test('an ordinary user with the address of the administrator is not promoted', async () => {
  await asSelfdb(async (client) => {
    await applyMigrations(client, readMigrations(), []);
    await client.query(
      "insert into selfdb.users (email, password_hash, first_name, last_name, role) values ('Admin@example.com', 'x', '', '', 'USER')",
    );
    expect(await ensureFirstAdmin(client, 'admin@example.com', 'password')).toBe('email_taken');
    expect((await client.query('select role from selfdb.users')).rows).toEqual([{ role: 'USER' }]);
  });
});
