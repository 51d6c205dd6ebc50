import { BackupSchedule, SetBackupSchedule } from '@selfdb/shared/backups/schema';
import { z } from 'zod';
import { JobRunning } from '../../restore/maintenance.ts';
import { readState, type StoredState } from '../stored-state.ts';
import { nextRun, nextRuns } from './cron.ts';

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
/** A run that begins later than this was missed, since the system was stopped. */
const MISSED_AFTER_MS = 2 * MINUTE_MS;
/** How long to wait after each attempt that failed. */
const RETRY_AFTER_MS = [MINUTE_MS, 10 * MINUTE_MS, 60 * MINUTE_MS];

const State = z.object({
  /** Undefined as long as the settings of the environment are in force. */
  schedule: SetBackupSchedule.optional(),
  /** All runs that were due until then have begun. */
  handled_until: z.string(),
  retry_at: z.string().nullable(),
  verified_at: z.string().nullable(),
  last_run: BackupSchedule.shape.last_run,
});
type State = z.infer<typeof State>;

/** What the schedule does. Each resolves when it is done, and throws JobRunning if something else is running. */
export interface ScheduledWork {
  /** Returns the file's name, and the error if the backup failed. */
  backUp(): Promise<{ filename: string; error: string | null }>;
  /** Proves the newest archive by restoring it into a database of its own. */
  verify(filename: string): Promise<void>;
  cleanUp(retentionDays: number): Promise<void>;
}

/** Decides when to make a backup. What it has done is stored, so that a run that was missed is made up. */
export class Scheduler {
  readonly #stored: StoredState;
  readonly #initial: SetBackupSchedule;
  readonly #work: ScheduledWork;
  #state: State;
  #isBusy = false;

  constructor(stored: StoredState, initial: SetBackupSchedule, work: ScheduledWork, now: Date) {
    this.#stored = stored;
    this.#initial = initial;
    this.#work = work;
    this.#state = readState(stored, State) ?? {
      handled_until: now.toISOString(),
      retry_at: null,
      verified_at: null,
      last_run: null,
    };
    this.#write();
  }

  describe(now: Date): BackupSchedule {
    const schedule = this.#schedule();
    const runs = nextRuns(schedule, now).map((run) => run.toISOString());
    return { ...schedule, next_runs: runs, last_run: this.#state.last_run };
  }

  /** `schedule` has no fault. Runs that were due under the schedule before are not made up. */
  change(schedule: SetBackupSchedule, now: Date): void {
    this.#update({ schedule, handled_until: now.toISOString(), retry_at: null });
  }

  /**
   * Counts a backup of the schedule that ended with its process as one that failed, so that it is tried again later and not for
   * ever. To be called before the first tick.
   */
  noteInterrupted(filename: string, error: string | null, now: Date): void {
    const due = this.#due(now);
    if (due) this.#note(due, now, { filename, error });
  }

  /** Makes a backup if one is due. To be called once a minute or more often. */
  async tick(now: Date): Promise<void> {
    if (this.#isBusy) return;
    // Otherwise no run would be due until the clock is there again.
    if (Date.parse(this.#state.handled_until) > now.getTime())
      this.#update({ handled_until: now.toISOString() });
    const due = this.#due(now);
    if (!due) return;
    this.#isBusy = true;
    try {
      await this.#run(due, now);
    } catch (error) {
      // What is running now has the machine; the run stays due.
      if (!(error instanceof JobRunning)) throw error;
    } finally {
      this.#isBusy = false;
    }
  }

  #schedule(): SetBackupSchedule {
    return this.#state.schedule ?? this.#initial;
  }

  /** The run that is due, and which attempt this would be. */
  #due(now: Date): { at: Date; attempts: number } | undefined {
    const { retry_at, last_run, handled_until } = this.#state;
    const next = nextRun(this.#schedule(), new Date(handled_until));
    if (next && next <= now) return { at: next, attempts: 1 };
    if (!retry_at || !last_run || Date.parse(retry_at) > now.getTime()) return undefined;
    return { at: new Date(last_run.due_at), attempts: last_run.attempts + 1 };
  }

  async #run(due: { at: Date; attempts: number }, now: Date): Promise<void> {
    const { filename, error } = await this.#work.backUp();
    this.#note(due, now, { filename, error });
    if (error !== null) return;
    const { retention_days, verify } = this.#schedule();
    await this.#work.cleanUp(retention_days);
    const isVerified = now.getTime() - Date.parse(this.#state.verified_at ?? '1970-01-01') < WEEK_MS;
    if (!verify || isVerified) return;
    await this.#work.verify(filename);
    this.#update({ verified_at: now.toISOString() });
  }

  #note(
    due: { at: Date; attempts: number },
    now: Date,
    { filename, error }: { filename: string; error: string | null },
  ): void {
    const wait = error === null ? undefined : RETRY_AFTER_MS[due.attempts - 1];
    this.#update({
      // Of several runs that were missed, one is made up.
      handled_until: now.toISOString(),
      retry_at: wait === undefined ? null : new Date(now.getTime() + wait).toISOString(),
      last_run: {
        due_at: due.at.toISOString(),
        started_at: now.toISOString(),
        filename,
        attempts: due.attempts,
        was_missed: due.attempts === 1 && now.getTime() - due.at.getTime() > MISSED_AFTER_MS,
        error,
      },
    });
  }

  #update(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#write();
  }

  #write(): void {
    this.#stored.write(this.#state);
  }
}
