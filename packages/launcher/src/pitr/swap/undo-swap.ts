import { basename } from 'node:path';
import { withMaintenance } from '@selfdb/backup/restore/maintenance';
import { statePaths } from '../../config/paths.ts';
import { databaseUrlOf, type Settings } from '../../config/settings.ts';
import { withClient } from '../../database/client.ts';
import { preparePostgres } from '../../postgres/installation.ts';
import { superuserOf } from '../open-pitr.ts';
import { changeDatabase } from './change-database.ts';
import { keptDirectory, listKept } from './kept-directories.ts';

/**
 * Swaps the data directory back in that the last restore to a moment replaced, and returns the name it had. Undefined if there
 * is none, or if a backup was restored since: then that is what is to be undone.
 */
export async function undoSwap(settings: Settings): Promise<string | undefined> {
  if (settings.DATABASE_URL) return undefined;
  const paths = statePaths(settings.SELFDB_STATE_DIR);
  const installation = preparePostgres(paths, settings.DB_PORT);
  const [before] = listKept(installation.data, 'before');
  if (before === undefined) return undefined;
  const database = await withClient(
    { ...superuserOf({ settings, installation }), database: 'postgres' },
    async (client) => {
      const { rows } = await client.query<{ name: string | null }>(
        "select max(datname) as name from pg_database where datname ~ '^selfdb_before_[0-9]{8}_[0-9]{6}$'",
      );
      return rows[0]?.name ?? '';
    },
  );
  if (timeOf(database) > timeOf(before)) return undefined;
  const replaced = keptDirectory(installation.data, 'undone', new Date());
  await withMaintenance(databaseUrlOf(settings), () =>
    changeDatabase(paths, { data: installation.data, next: before, replaced }),
  );
  return basename(before);
}

/** `20261202_001500` at the end of a name, which can be compared as text. */
function timeOf(name: string): string {
  return name.slice(-15);
}
