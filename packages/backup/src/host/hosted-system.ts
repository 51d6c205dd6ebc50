import type { BackupSource } from '../backup/create-backup.ts';
import type { RestoreTarget } from '../restore/restore-backup.ts';
import type { Archives } from '../store/backup-store.ts';

/** A system with what its backups and restores need. */
export interface HostedSystem {
  archives: Archives;
  source: BackupSource;
  /** Undefined where nothing can be restored. */
  target: RestoreTarget | undefined;
}
