import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StatePaths } from '../config/paths.ts';
import type { PostgresInstallation } from '../postgres/installation.ts';

/** Where archiving and restores to a moment keep their files. What Postgres reads or renames is beside its data directory. */
export interface PitrPlaces {
  /** Has an empty file for each file of the log that is archived. Postgres waits for it. */
  archived: string;
  /** Files of the log for a server that is recovering. */
  fetched: string;
  /** The data directory of that server. */
  restored: string;
}

export function pitrPlaces(installation: PostgresInstallation): PitrPlaces {
  return {
    archived: archivedDirectory(installation),
    fetched: join(dirname(installation.data), 'wal_fetched'),
    restored: `${installation.data}_restore`,
  };
}

export function archivedDirectory(installation: PostgresInstallation): string {
  return join(dirname(installation.data), 'wal_archived');
}

/** What the process of backups knows about the archive. */
export function pitrStateFile(paths: StatePaths): string {
  return join(paths.state, 'backup', 'pitr.json');
}

/** Creates a directory that the account of Postgres may use, and no other user. */
export function makeForPostgres(directory: string, { account }: PostgresInstallation): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (account) chownSync(directory, account.uid, account.gid);
  chmodSync(directory, 0o700);
}
