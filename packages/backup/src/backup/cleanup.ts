import type { BackupStore } from '../store/backup-store.ts';
import { type Backup, listBackups } from './archive-notes.ts';

const DAY_MS = 86_400_000;

/** Removes archives older than `retentionDays`, but never the last good one. Returns their names. */
export async function cleanUpBackups(
  store: BackupStore,
  retentionDays: number,
  now: Date,
): Promise<string[]> {
  const expired = expiredBackups(await listBackups(store), retentionDays, now);
  for (const { filename } of expired) await store.remove(filename);
  return expired.map(({ filename }) => filename);
}

/** `backups` with the newest first. */
export function expiredBackups(backups: Backup[], retentionDays: number, now: Date): Backup[] {
  const oldest = now.getTime() - retentionDays * DAY_MS;
  const lastGood = backups.find(({ status }) => status === 'good');
  return backups.filter((backup) => backup !== lastGood && Date.parse(backup.created_at) < oldest);
}
