import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Moments } from '@selfdb/backup/host/restore-to/moments';
import { noTimes } from '@selfdb/backup/host/restore-to/no-moments';
import type { BaseBackup } from '@selfdb/backup/pitr/base-backup';
import { requireNoMaintenance } from '@selfdb/backup/restore/maintenance';
import type { RestorableTimes } from '@selfdb/shared/backups/moment-schema';
import { AppError, type ErrorCode, invalid } from '@selfdb/shared/errors';
import { statePaths } from '../config/paths.ts';
import { databaseUrlOf, type Settings } from '../config/settings.ts';
import { preparePostgres } from '../postgres/installation.ts';
import { UserError } from '../user-error.ts';
import { describeFailures, readPitrState } from './archiving/state.ts';
import { chooseBase, earliestMoment } from './choose-base.ts';
import { listUsableBases } from './lineage.ts';
import { openPitr } from './open-pitr.ts';
import { restoreMoment } from './restore-moment.ts';
import { finishSwap } from './swap/change-database.ts';

/** What the process of backups can do with the moments of this system. */
export function openMoments(settings: Settings): Moments {
  const paths = statePaths(settings.SELFDB_STATE_DIR);
  const known = new Map<string, BaseBackup>();
  const listBases = async () => (await listUsableBases(openPitr(settings), known)).bases;
  return {
    async describe() {
      const reason = reasonAgainst(settings);
      if (reason) return noTimes(reason);
      const [oldest] = await refusingWith('unavailable', listBases);
      const problems = describeFailures(readPitrState(paths));
      if (!oldest) return { ...noTimes('no_base_backup'), enabled: true, problems };
      const now = new Date();
      const earliest = earliestMoment(oldest, now, settings.BACKUP_PITR_DAYS);
      return {
        enabled: true,
        oldest: earliest.toISOString(),
        newest: now.toISOString(),
        reason: null,
        problems,
      };
    },
    check: (at) =>
      refusingWith('conflict', async () => {
        const bases = await listBases();
        try {
          chooseBase(bases, at, new Date(), settings.BACKUP_PITR_DAYS);
        } catch (error) {
          if (error instanceof UserError && bases.length > 0) throw invalid(['body', 'to'], error.message);
          throw error;
        }
        await requireNoMaintenance(databaseUrlOf(settings));
      }),
    restore: (at, decider) =>
      refusingWith('unavailable', async () => {
        await restoreMoment(openPitr(settings), at, decider);
      }),
    async finish(replaced) {
      await finishSwap(paths);
      const { data } = preparePostgres(paths, settings.DB_PORT);
      return existsSync(join(dirname(data), replaced));
    },
  };
}

function reasonAgainst({ DATABASE_URL, BACKUP_PITR_DAYS }: Settings): RestorableTimes['reason'] {
  if (DATABASE_URL) return 'own_postgres';
  return BACKUP_PITR_DAYS === 0 ? 'off' : null;
}

/** Makes a refusal of what the terminal would be told. */
async function refusingWith<T>(code: ErrorCode, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) throw new AppError(code, error.message, { cause: error });
    throw error;
  }
}
