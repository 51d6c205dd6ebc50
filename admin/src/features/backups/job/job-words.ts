import type { BackupJob } from '@selfdb/sdk';
import { formatBytes } from '../../../ui/format/numbers.ts';

const STEPS: Record<BackupJob['kind'], Record<string, string>> = {
  backup: {
    database: 'Writing the database',
    files: 'Copying the files',
    verify: 'Reading the backup back',
  },
  verify: {
    verify: 'Reading the backup',
    database: 'Filling a database beside yours',
    prove: 'Comparing it with the backup',
  },
  restore: {
    upload: 'Receiving the backup',
    verify: 'Reading the backup',
    database: 'Filling a new database',
    files: 'Storing the files',
    prove: 'Comparing it with the backup',
    finish: 'Bringing it up to date',
    swap: 'Switching to the new database',
  },
  restore_to: {
    base: 'Unpacking the base backup',
    log: 'Replaying what came after it',
    restart: 'Starting on the recovered database',
  },
};

const TITLES: Record<BackupJob['kind'], string> = {
  backup: 'Making a backup',
  verify: 'Verifying a backup',
  restore: 'Restoring a backup',
  restore_to: 'Restoring to a time',
};

/** What a job is doing, in words. */
export function stepInWords({ kind, step }: Pick<BackupJob, 'kind' | 'step'>): string {
  return STEPS[kind][step ?? ''] ?? 'Starting';
}

/** What a job is for. */
export function jobTitle({ kind }: Pick<BackupJob, 'kind'>): string {
  return TITLES[kind];
}

/** How far a step is: its bytes, and how long it still takes. */
export function progressInWords(
  bytes: number,
  total: number | undefined,
  secondsLeft: number | undefined,
): string {
  if (bytes === 0 && total === undefined) return '';
  const done =
    total === undefined
      ? formatBytes(bytes)
      : `${formatBytes(Math.min(bytes, total))} of ${formatBytes(total)}`;
  return secondsLeft === undefined ? done : `${done}, ${timeLeft(secondsLeft)} left`;
}

function timeLeft(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One look at a job. */
export interface ProgressSample {
  step: string | null;
  bytes: number;
  /** In milliseconds. */
  at: number;
}

/** The seconds until a step is done at its pace since it began; undefined while that can't be told. */
export function secondsLeft(
  first: ProgressSample,
  now: ProgressSample,
  total: number | undefined,
): number | undefined {
  const seconds = (now.at - first.at) / 1000;
  const done = now.bytes - first.bytes;
  if (total === undefined || first.step !== now.step || seconds < 1 || done <= 0 || now.bytes >= total)
    return undefined;
  return ((total - now.bytes) / done) * seconds;
}
