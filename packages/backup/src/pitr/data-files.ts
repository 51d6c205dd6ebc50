import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Directories of which only the directory itself is needed (PostgreSQL documentation, 25.3.4.5). */
const EMPTIED = new Set([
  'pg_wal',
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
/** Files of the running server. The last two are about where a copy of it was restored. */
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|backup_label.*|tablespace_map.*|recovery\.signal|standby\.signal)$/;
/** What begins the log of a cluster: Postgres doesn't make this directory itself. */
const WAL_STATUS = 'pg_wal/archive_status';

export interface DataFile {
  /** Relative to the data directory. */
  name: string;
  type: 'file' | 'directory';
}

/** What a base backup contains, directories before their files. Throws if there are tablespaces elsewhere. */
export async function listDataFiles(directory: string): Promise<DataFile[]> {
  if ((await readdir(join(directory, 'pg_tblspc'))).length > 0)
    throw new Error('The database has tablespaces outside of its directory, which base backups leave out.');
  const files = await listBelow(directory, '');
  return [...files, { name: WAL_STATUS, type: 'directory' }];
}

async function listBelow(directory: string, parent: string): Promise<DataFile[]> {
  const found: DataFile[] = [];
  for (const entry of await readdir(join(directory, parent), { withFileTypes: true }).catch(ifMissing)) {
    if (LEFT_OUT.test(entry.name)) continue;
    const name = parent === '' ? entry.name : `${parent}/${entry.name}`;
    if (entry.isFile()) found.push({ name, type: 'file' });
    if (!entry.isDirectory()) continue;
    found.push({ name, type: 'directory' });
    if (!EMPTIED.has(name)) found.push(...(await listBelow(directory, name)));
  }
  return found;
}

/** A database may be dropped meanwhile. The log says so, too. */
export function ifMissing(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}
