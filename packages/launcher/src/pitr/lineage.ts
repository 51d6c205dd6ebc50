import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BaseBackup } from '@selfdb/backup/pitr/base-backup';
import { isAncestor, listBaseBackups, parseHistory } from '@selfdb/backup/pitr/base-backups';
import type { WalArchive } from '@selfdb/backup/pitr/wal-archive';
import { timelineName } from '@selfdb/backup/pitr/wal-name';
import { withClient } from '../database/client.ts';
import { type Pitr, superuserOf } from './open-pitr.ts';

type Superuser = Parameters<typeof withClient>[0];

/** The number of the history that the database writes. Each restore to a moment begins another one. */
export function readTimeline(superuser: Superuser): Promise<number> {
  return withClient(superuser, async (client) => {
    const { rows } = await client.query<{ segment: string }>(
      'select pg_walfile_name(pg_current_wal_lsn()) as segment',
    );
    return Number.parseInt(rows[0]?.segment.slice(0, 8) ?? '', 16);
  });
}

/** The base backups from which the present database can be reached, oldest first, and its history. `known` keeps what was read for the next call. */
export async function listUsableBases(
  pitr: Pitr,
  known?: Map<string, BaseBackup>,
): Promise<{ bases: BaseBackup[]; timeline: number }> {
  const timeline = await readTimeline({ ...superuserOf(pitr), database: 'postgres' });
  const { archive, installation } = pitr;
  const all = await listBaseBackups(archive.files.store, known);
  return { bases: await ancestorsOf(all, timeline, archive, installation.data), timeline };
}

/** Those base backups from which the present database can be reached. */
export async function ancestorsOf(
  bases: BaseBackup[],
  timeline: number,
  archive: WalArchive,
  dataDirectory: string,
): Promise<BaseBackup[]> {
  // The first one has no history.
  const name = `${timelineName(timeline)}.history`;
  const path = join(dataDirectory, 'pg_wal', name);
  let history = '';
  if (existsSync(path)) history = readFileSync(path, 'utf8');
  else if (timeline > 1 && (await archive.has(name))) history = (await archive.read(name)).toString();
  const forks = parseHistory(history);
  return bases.filter((base) => isAncestor(base, timeline, forks));
}
