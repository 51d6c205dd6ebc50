import type { Bindings } from '@selfdb/server/http/context';
import type { RunnerStub } from './runner/runner-stub.ts';

export interface BackupBindings extends Bindings<'backup'> {
  /** The process that does the work, on a machine of one's own. Under `wrangler dev` it is at BACKUP_HOST_URL. */
  BACKUP_HOST?: Fetcher;
  /** The Durable Object that does it where there is no such process: on Cloudflare. */
  BACKUP_RUNNER?: { getByName(name: string): RunnerStub };
}
