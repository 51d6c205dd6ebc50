import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { to as copyTo } from 'pg-copy-streams';
import type { Manifest, TableSum } from '../archive/manifest.ts';
import { ArchiveError } from '../archive/read-archive.ts';
import { dumpDatabase } from '../dump/dump-database.ts';
import { ScriptSums } from '../script/script-sums.ts';
import { withConnection } from '../snapshot/connect.ts';

/** How pg_dump has values written. */
const FORMAT_OF_PG_DUMP =
  "set datestyle to iso; set intervalstyle to postgres; set extra_float_digits to 3; set search_path to ''; set row_security to off";

import type { Report } from '../backup/progress.ts';

/**
 * Dumps a restored database again and compares it with the archive. Throws an ArchiveError if a row or, unless something was
 * `leftOut`, a definition differs.
 */
export async function proveRestore(
  url: string,
  manifest: Manifest,
  leftOut: boolean,
  report: Report,
): Promise<void> {
  const sums = new ScriptSums();
  let bytes = 0;
  await dumpDatabase(url, [], {
    write: (chunk) => {
      sums.push(chunk);
      bytes += chunk.byteLength;
      report({ step: 'prove', bytes, total: manifest.database.size });
    },
    ready: async () => {},
  });
  const definitions = sums.end();
  if (sums.tables.length !== manifest.tables.length)
    throw new ArchiveError(`${sums.tables.length} tables were restored, not ${manifest.tables.length}.`);
  for (const [index, table] of manifest.tables.entries()) {
    const found = sums.tables[index];
    const isEqual = isDeepStrictEqual(table, found) || (await hasRowsInOtherOrder(url, table, found));
    if (!isEqual) throw new ArchiveError(`The restored rows of ${table.name} are not those of the archive.`);
  }
  if (!leftOut && definitions !== manifest.database.definitions_sha256)
    throw new ArchiveError('The restored definitions are not those of the archive.');
}

/**
 * A column that was added to a table's parent stands last in the table, and elsewhere in the restored one. Then the rows are
 * read once more, with the columns in the order of the archive.
 */
async function hasRowsInOtherOrder(
  url: string,
  table: TableSum,
  found: TableSum | undefined,
): Promise<boolean> {
  if (found?.name !== table.name || found.rows !== table.rows || found.columns === table.columns)
    return false;
  const hash = createHash('sha256');
  await withConnection(url, async (client) => {
    await client.query(FORMAT_OF_PG_DUMP);
    const rows = client.query(copyTo(`copy ${table.name} ${table.columns} to stdout`));
    for await (const bytes of rows) hash.update(bytes);
  });
  return hash.digest('hex') === table.sha256;
}
