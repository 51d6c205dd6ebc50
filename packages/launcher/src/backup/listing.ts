import type { Backup } from '@selfdb/backup/backup/archive-notes';
import { formatBytes } from './progress-line.ts';

/** The backups as lines for a terminal. */
export function listing(backups: Backup[]): string {
  if (backups.length === 0) return 'There are no backups yet. `selfdb backup` makes one.';
  return backups.map(lineOf).join('\n');
}

function lineOf({ filename, size, status, proven_at, error }: Backup): string {
  const state =
    status === 'failed' ? `failed: ${error}` : proven_at ? `proven ${minute(proven_at)}` : 'not verified';
  return `${filename}  ${formatBytes(size).padStart(8)}  ${state}`;
}

/** `2026-12-01 13:05 UTC` */
function minute(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
