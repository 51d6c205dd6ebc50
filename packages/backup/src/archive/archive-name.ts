import { ARCHIVE_NAME, BACKUP_NAME } from '@selfdb/shared/backups/names';
import { compactTime } from '../compact-time.ts';

/** Whether a backup may have this name of its own, which becomes part of a file's name. */
export function isBackupName(name: string): boolean {
  return BACKUP_NAME.test(name);
}

/** `selfdb_backup_20261201_130559_pre-migration.tar.gz`, in UTC; with `.age` if it is encrypted. */
export function archiveName(at: Date, name: string | undefined, isEncrypted: boolean): string {
  return `selfdb_backup_${compactTime(at)}${name ? `_${name}` : ''}.tar.gz${isEncrypted ? '.age' : ''}`;
}

export function isArchiveName(filename: string): boolean {
  return ARCHIVE_NAME.test(filename);
}

/** What the name of an archive says. Undefined for another name. */
export function parseArchiveName(
  filename: string,
): { createdAt: Date; name: string | undefined } | undefined {
  const match = ARCHIVE_NAME.exec(filename);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, name] = match;
  const createdAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(createdAt.getTime()) ? undefined : { createdAt, name };
}
