import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compactTime } from '@selfdb/backup/compact-time';
import { UNDO_HOURS } from '@selfdb/backup/restore/scratch-databases';

type Purpose = 'before' | 'undone';

/** `postgres_before_20261202_001500`, beside the data directory. */
export function keptDirectory(data: string, purpose: Purpose, at: Date): string {
  return `${data}_${purpose}_${compactTime(at)}`;
}

/** The data directories of a purpose, newest first. */
export function listKept(data: string, purpose: Purpose): string[] {
  const prefix = `${basename(data)}_${purpose}_`;
  return readdirSync(dirname(data))
    .filter((name) => name.startsWith(prefix) && /^\d{8}_\d{6}$/.test(name.slice(prefix.length)))
    .sort()
    .reverse()
    .map((name) => join(dirname(data), name));
}

/** Removes what `--undo` may no longer need, and what it has replaced. */
export function sweepKept(data: string, now: Date): void {
  const oldest = keptDirectory(data, 'before', new Date(now.getTime() - UNDO_HOURS * 3_600_000));
  const expired = listKept(data, 'before').filter((path) => path < oldest);
  for (const path of [...listKept(data, 'undone'), ...expired])
    rmSync(path, { recursive: true, force: true });
}
