import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../archive/manifest.ts';
import { ArchiveError } from '../archive/read-archive.ts';
import { dumpDatabase } from '../dump/dump-database.ts';
import { ScriptSums } from '../script/script-sums.ts';
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
  const differing = manifest.tables.find((table, index) => !isDeepStrictEqual(table, sums.tables[index]));
  if (differing || sums.tables.length !== manifest.tables.length)
    throw new ArchiveError(`The restored rows of ${differing?.name ?? 'a table'} are not those of the archive.`);
  if (!leftOut && definitions !== manifest.database.definitions_sha256)
    throw new ArchiveError('The restored definitions are not those of the archive.');
}
