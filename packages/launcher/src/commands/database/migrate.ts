import { parseArgs } from 'node:util';
import { loadSettings } from '../../config/load-settings.ts';
import { statePaths } from '../../config/paths.ts';
import { databaseUrlOf } from '../../config/settings.ts';
import { withClient } from '../../database/client.ts';
import { applyMigrations, earlierMigrationsDirectory, readMigrations } from '../../database/migrations.ts';
import { findRunning } from '../../supervisor/run-state.ts';
import { UserError } from '../../user-error.ts';

export async function run(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  if (positionals.length > 1) throw new UserError('migrate takes at most one database address.');
  const url = positionals[0] ?? configuredDatabase();
  const applied = await applyTo(url);
  for (const name of applied) console.log(`applied ${name}`);
  console.log(applied.length === 0 ? 'The database is up to date.' : `${applied.length} migrations applied.`);
  return 0;
}

function configuredDatabase(): string {
  const settings = loadSettings();
  if (!settings.DATABASE_URL && !findRunning(statePaths(settings.SELFDB_STATE_DIR))) {
    throw new UserError(
      'The embedded Postgres is not running. Run `./selfdb start`, which also migrates, or name a database: `./selfdb migrate postgres://...` or DATABASE_URL.',
    );
  }
  return databaseUrlOf(settings);
}

async function applyTo(connectionString: string): Promise<string[]> {
  const migrations = readMigrations();
  const earlier = readMigrations(earlierMigrationsDirectory);
  try {
    return await withClient({ connectionString }, (client) => applyMigrations(client, migrations, earlier));
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message || String(error) : String(error);
    throw new UserError(`The database could not be migrated: ${reason}`, { cause: error });
  }
}
