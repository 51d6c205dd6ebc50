import type { BackupHost } from './answer.ts';
import { BackupJobs } from './backup-jobs.ts';
import type { HostedSystem } from './hosted-system.ts';
import { Jobs, type StoredJob } from './jobs.ts';
import { describeJobFailure } from './refusal.ts';
import type { Moments } from './restore-to/moments.ts';
import { RestoreToJobs } from './restore-to/restore-to-jobs.ts';
import { Scheduler } from './schedule/scheduler.ts';
import type { StoredState } from './stored-state.ts';

interface HostSetup extends Pick<BackupHost, 'readRange' | 'isTrusted'> {
  system: HostedSystem;
  /** What the schedule starts from. */
  settings: {
    BACKUP_SCHEDULE_CRON: string;
    BACKUP_SCHEDULE_TIMEZONE: string;
    BACKUP_RETENTION_DAYS: number;
  };
  moments: Moments;
  stateOf: (name: 'jobs' | 'schedule') => StoredState;
  /** The jobs of commands, where there are any. */
  readCommands?: () => StoredJob[];
  /** Writes to the log. */
  logError: (event: string, error: unknown, fields: Record<string, unknown>) => void;
}

/** What answers for the backups of a system, from what an earlier process or object has left. */
export function openBackupHost(setup: HostSetup): BackupHost {
  const { system, settings, stateOf, logError, readRange, isTrusted } = setup;
  const describe = (error: unknown, { kind, filename }: StoredJob) => {
    logError(`${kind} failed`, error, { filename });
    return describeJobFailure(error);
  };
  const jobs = new Jobs(stateOf('jobs'), describe, setup.readCommands);
  const work = new BackupJobs(system, jobs);
  const initial = {
    cron: settings.BACKUP_SCHEDULE_CRON,
    timezone: settings.BACKUP_SCHEDULE_TIMEZONE,
    retention_days: settings.BACKUP_RETENTION_DAYS,
    verify: false,
  };
  return {
    store: system.archives.store,
    jobs,
    work,
    restoreTo: new RestoreToJobs(jobs, setup.moments),
    scheduler: new Scheduler(stateOf('schedule'), initial, work.scheduled(), new Date()),
    readRange,
    isTrusted,
    onError: (error, requestId) => logError('request failed', error, { request_id: requestId }),
  };
}
