import { APIConnectionError, AuthenticationError, InternalServerError, SelfDBError } from '../errors.ts';
import type { BackupJob } from '../generated/types.gen.ts';
import { wait } from '../http/deadline.ts';
import type { RequestOptions } from '../http/request-options.ts';

const PAUSE_MS = 500;
const MAX_SILENCE_MS = 120_000;
const END = { failed: 'failed', cancelled: 'was cancelled' };

export interface WaitForJobOptions {
  /** Is called with the job each time it was asked for, about twice a second. */
  onProgress?: (job: BackupJob) => void;
  /** With `waiting`, also stops at a restore to a time that waits to be confirmed. */
  until?: 'ended' | 'waiting';
  /** Ends the waiting, not the job. */
  signal?: AbortSignal | undefined;
}

/** A job that has ended, or that waits to be confirmed. */
export interface WatchedJob extends BackupJob {
  /** The restore has ended all sessions. The job is as it was last seen; log in again to read how it ended. */
  signedOut: boolean;
}

/** Asks for a job until it has ended. */
export async function waitForJob(
  ask: (options: RequestOptions) => Promise<BackupJob>,
  { onProgress, until = 'ended', signal = new AbortController().signal }: WaitForJobOptions,
): Promise<WatchedJob> {
  let seen: BackupJob | undefined;
  let answeredAt = Date.now();
  for (;;) {
    try {
      seen = await ask({ signal });
      answeredAt = Date.now();
      onProgress?.(seen);
    } catch (error) {
      if (error instanceof AuthenticationError && seen?.kind.startsWith('restore'))
        return { ...seen, signedOut: true };
      if (signal.aborted || !isDown(error) || Date.now() - answeredAt > MAX_SILENCE_MS) throw error;
    }
    const isWaiting = until === 'waiting' && seen?.status === 'running' && seen.step === 'waiting';
    if (seen && (seen.status === 'done' || isWaiting)) return { ...seen, signedOut: false };
    if (seen?.status === 'failed' || seen?.status === 'cancelled')
      throw new SelfDBError(seen.error ?? `The job ${END[seen.status]}.`, {
        code: `job_${seen.status}`,
        details: seen,
      });
    await wait(PAUSE_MS, signal);
  }
}

/** The database is being replaced, or the server restarts. */
function isDown(error: unknown): boolean {
  return error instanceof APIConnectionError || error instanceof InternalServerError;
}
