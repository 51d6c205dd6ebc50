import type { Client } from 'pg';
import { isExposed } from '../config/production-checks.ts';
import { databaseUrlOf, type Settings, sqlRoleOf } from '../config/settings.ts';
import type { PostgresInstallation } from '../postgres/installation.ts';
import { ensureFirstAdmin } from './admin-user.ts';
import { ensureRoleAndDatabase, withClient } from './client.ts';
import { refuseDefaultPasswords } from './default-passwords.ts';
import { applyMigrations, earlierMigrationsDirectory, readMigrations } from './migrations.ts';
import { ensureSqlRole } from './sql-role.ts';

/** Writes into a migrated database what it has to know of the settings, and gives the role for SQL its objects. */
export async function applySettings(client: Client, settings: Settings): Promise<void> {
  await client.query('update selfdb.instance set private_means = $1 where private_means <> $1', [
    settings.PRIVATE_MEANS,
  ]);
  await ensureSqlRole(client, settings);
}

/** Creates the role, the database, the tables and the first administrator if missing. Returns sentences for the terminal. */
export async function prepareDatabase(
  settings: Settings,
  installation: PostgresInstallation | undefined,
): Promise<string[]> {
  if (installation) {
    await ensureRoleAndDatabase(
      { sockets: installation.sockets, port: settings.DB_PORT },
      settings.POSTGRES_PASSWORD,
      sqlRoleOf(settings),
    );
  }
  const migrations = readMigrations();
  const earlier = readMigrations(earlierMigrationsDirectory);
  return withClient({ connectionString: databaseUrlOf(settings) }, async (client) => {
    const news: string[] = [];
    const applied = await applyMigrations(client, migrations, earlier);
    if (applied.length > 0)
      news.push(`Applied ${applied.length} migrations, the last one was ${applied.at(-1)}.`);
    await applySettings(client, settings);
    const admin = await ensureFirstAdmin(client, settings.ADMIN_EMAIL, settings.ADMIN_PASSWORD);
    if (admin === 'created') news.push(`Created the administrator ${settings.ADMIN_EMAIL}.`);
    if (admin === 'email_taken') {
      news.push(
        `There is no administrator, and ADMIN_EMAIL (${settings.ADMIN_EMAIL}) belongs to an ordinary user, who is not promoted. Set ADMIN_EMAIL to another address and restart.`,
      );
    }
    if (isExposed(settings)) await refuseDefaultPasswords(client);
    return news;
  });
}
