import type { BaseBackup } from '@selfdb/backup/pitr/base-backup';
import { UserError } from '../user-error.ts';
import { describeMoment } from './moment.ts';

const DAY_MS = 86_400_000;

/**
 * The newest base backup before a moment. Throws a UserError if that moment can't be reached. `usable` are those of the present
 * database, oldest first.
 */
export function chooseBase(usable: BaseBackup[], at: Date, now: Date, days: number): BaseBackup {
  if (at > now)
    throw new UserError(
      `${describeMoment(at)} is in the future. It is ${describeMoment(now)} now. Name a moment that has passed.`,
    );
  const [oldest] = usable;
  if (!oldest)
    throw new UserError(
      'There is no base backup yet, so no moment can be restored. The first one is made within a minute after SelfDB has been started with BACKUP_PITR_DAYS; if it is not there by then, `./selfdb status` says why. `./selfdb restore` lists the other backups.',
    );
  const earliest = earliestMoment(oldest, now, days);
  const base = usable.findLast(({ stoppedAt }) => Date.parse(stoppedAt) <= at.getTime());
  if (!base || at < earliest)
    throw new UserError(
      `${describeMoment(at)} is too long ago. The earliest moment that can be restored is ${describeMoment(earliest)}. \`./selfdb restore\` lists the backups, which may reach further.`,
    );
  return base;
}

/** The first moment that can be restored. `oldest` is the oldest base backup of the present database. */
export function earliestMoment(oldest: BaseBackup, now: Date, days: number): Date {
  return new Date(Math.max(Date.parse(oldest.stoppedAt), now.getTime() - days * DAY_MS));
}
