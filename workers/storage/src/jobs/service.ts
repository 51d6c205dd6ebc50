import { asUser, requireAdmin, requireAlive } from '@selfdb/server/db/authority';
import type { Caller } from '@selfdb/server/http/caller/caller';
import { AppError } from '@selfdb/shared/errors';
import type { DeleteFiles, StorageJob } from '@selfdb/shared/jobs/schema';
import { requireOwnedBucket } from '../buckets/service.ts';
import * as repository from './repository.ts';

/**
 * Starts a job that deletes many files. Ids of files that the caller can't see are ignored; a visible file of another
 * user is forbidden. Throws unauthenticated, forbidden, not_found (the bucket).
 */
export async function deleteFiles({ db, principal }: Caller, which: DeleteFiles): Promise<StorageJob> {
  asUser(principal);
  if ('ids' in which) {
    const found = await repository.insertDeletionByIds(db, principal, which.ids);
    requireAlive(principal, found?.my_role);
    if (found && found.foreign > 0) {
      throw new AppError('forbidden', 'Some of the files belong to other users. No file is deleted.');
    }
    return toJob(found);
  }
  const found = await repository.insertDeletionByPrefix(
    db,
    principal,
    which.bucket_id,
    which.prefix.normalize('NFC'),
  );
  requireOwnedBucket(principal, found);
  return toJob(found);
}

/** Throws unauthenticated, forbidden. */
export async function sweepStorage({ db, principal }: Caller): Promise<StorageJob> {
  const found = await repository.insertSweep(db, principal);
  requireAdmin(principal, found?.my_role);
  return toJob(found);
}

/** Throws unauthenticated, forbidden, not_found. */
export async function getJob({ db, principal }: Caller, id: string): Promise<StorageJob> {
  asUser(principal);
  const found = await repository.findJob(db, principal, id);
  requireAlive(principal, found?.my_role);
  if (found?.found && !found.job)
    throw new AppError('forbidden', 'Only the user who started the job or an administrator may see it.');
  return toJob(found);
}

function toJob(found: repository.JobRow | undefined): StorageJob {
  if (!found?.job) throw new AppError('not_found', 'There is no such job.');
  return found.job;
}
