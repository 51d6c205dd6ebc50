import type { BackupJob, SelfDB } from '@selfdb/sdk';
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { type ProgressSample, secondsLeft } from './job-words.ts';

/** A job as it was last seen. */
export interface SeenJob extends BackupJob {
  secondsLeft: number | undefined;
}

interface Watch {
  job: Accessor<SeenJob | undefined>;
  /** Why the job can't be asked for. */
  error: Accessor<unknown>;
}

/** Follows the job with an id until it has ended. `sizeOf` knows how many bytes an archive has. */
export function watchJob(
  sdk: SelfDB,
  id: Accessor<string | undefined>,
  { sizeOf, onEnd }: { sizeOf: (filename: string | null) => number | undefined; onEnd: () => void },
): Watch {
  const [job, setJob] = createSignal<SeenJob>();
  const [error, setError] = createSignal<unknown>();

  async function follow(jobId: string, signal: AbortSignal) {
    let first: ProgressSample | undefined;
    let wasRunning = false;
    const onProgress = (seen: BackupJob) => {
      const total = seen.total ?? (seen.step === 'verify' ? sizeOf(seen.filename) : undefined);
      const now = { step: seen.step, bytes: seen.bytes, at: Date.now() };
      if (first?.step !== now.step || now.bytes < first.bytes) first = now;
      wasRunning ||= seen.status === 'running';
      setJob({ ...seen, total: total ?? null, secondsLeft: secondsLeft(first, now, total) });
    };
    try {
      await sdk.backups.waitForJob(jobId, { onProgress, signal });
    } catch (cause) {
      if (signal.aborted) return;
      const status = job()?.status;
      if (status !== 'failed' && status !== 'cancelled') setError(cause);
    }
    if (wasRunning) onEnd();
  }

  const current = createMemo(id);
  createEffect(
    on(current, (jobId) => {
      setJob(undefined);
      setError(undefined);
      if (jobId === undefined) return;
      const controller = new AbortController();
      onCleanup(() => controller.abort());
      void follow(jobId, controller.signal);
    }),
  );
  return { job, error };
}
