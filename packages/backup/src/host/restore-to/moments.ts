import type { RecoveredDatabase, RestorableTimes } from '@selfdb/shared/backups/moment-schema';
import type { AuditActor } from '@selfdb/shared/system/audit/schema';
import type { Report } from '../../backup/progress.ts';

/** That the present database is to be replaced. */
export interface Agreement {
  /** Who said so, if that was by the API. */
  by?: AuditActor;
}

/** Shows how a restore to a moment goes on, and decides about it. */
export interface Decider {
  withProgress<T>(work: (report: Report) => Promise<T>): Promise<T>;
  /** Whether the database that was found is to take the place of the present one. Throws if not. */
  decide(found: RecoveredDatabase): Promise<Agreement>;
  /** Is told the name that the directory of the present one gets, before the swap is decided. */
  beforeSwap?(replaced: string): void;
}

/** The moments to which a system can go back. */
export interface Moments {
  /** Which ones can be restored. */
  describe(): Promise<Omit<RestorableTimes, 'job_id'>>;
  /** Throws the AppError to answer with if this one can't be restored, or JobRunning. */
  check(at: Date): Promise<void>;
  /** Recovers one, and puts it in place if that is decided. */
  restore(at: Date, decider: Decider): Promise<void>;
  /** For a process that died after `beforeSwap`: completes the swap. Resolves with whether it was decided. */
  finish(replaced: string): Promise<boolean>;
}
