import { parseArgs } from 'node:util';
import { loadSettings } from '../../config/load-settings.ts';
import { statePaths } from '../../config/paths.ts';
import { databaseUrlOf } from '../../config/settings.ts';
import { accessTo } from '../../remote-access.ts';
import { printSchema } from '../../schema-types/print-schema.ts';
import { readTablesAt } from '../../schema-types/read-api.ts';
import { readTablesOf } from '../../schema-types/read-database.ts';
import { findRunning } from '../../supervisor/run-state.ts';
import { UserError } from '../../user-error.ts';

/** Prints the TypeScript types of all tables, for @selfdb/sdk. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { url: { type: 'string' } } });
  const tables = values.url === undefined ? await readOwn() : await readTablesAt(accessTo(values.url));
  process.stdout.write(printSchema(tables));
  return 0;
}

function readOwn() {
  const settings = loadSettings();
  if (!settings.DATABASE_URL && !findRunning(statePaths(settings.SELFDB_STATE_DIR))) {
    throw new UserError('SelfDB is not running. Run `./selfdb start`, or name another one with --url.');
  }
  return readTablesOf(databaseUrlOf(settings));
}
