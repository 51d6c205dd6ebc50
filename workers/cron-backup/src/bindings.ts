import type { Bindings } from '@selfdb/server/http/context';

export interface BackupBindings extends Bindings<'backup'> {
  /** The process that does the work, on a machine of one's own. Under `wrangler dev` it is at BACKUP_HOST_URL. */
  BACKUP_HOST?: Fetcher;
}
