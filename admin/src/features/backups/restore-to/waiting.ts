import type { BackupJob } from '@selfdb/sdk';

/** A restore to a time that waits to be confirmed. */
export function waiting<T extends BackupJob>(job: T | undefined): T | undefined {
  return job?.status === 'running' && job.step === 'waiting' ? job : undefined;
}
