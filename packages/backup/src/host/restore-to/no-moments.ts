import type { RestorableTimes } from '@selfdb/shared/backups/moment-schema';
import { AppError } from '@selfdb/shared/errors';
import type { Moments } from './moments.ts';

const NO_LOG =
  'On Cloudflare, the database is a Postgres of your own, whose log SelfDB does not archive. Use its own point-in-time recovery, or restore a backup.';

/** What to answer where no moment can be restored, for a reason. */
export function noTimes(reason: RestorableTimes['reason']): Omit<RestorableTimes, 'job_id'> {
  return { enabled: false, oldest: null, newest: null, reason, problems: [] };
}

/** Where the log of the database is not archived, on Cloudflare. */
export const noMoments: Moments = {
  describe: async () => noTimes('own_postgres'),
  check: () => Promise.reject(new AppError('conflict', NO_LOG)),
  restore: () => Promise.reject(new AppError('conflict', NO_LOG)),
  finish: async () => false,
};
