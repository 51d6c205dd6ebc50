import type { BackupJob, SelfDB } from '@selfdb/sdk';
import { createSignal } from 'solid-js';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';

/** Drops a restore to a time that is not confirmed, and tells when that is done. */
export function dropRecovery(sdk: SelfDB, onDropped: () => void) {
  const [dropped, setDropped] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  return {
    busy,
    /** The id of a job, unless it was dropped here. */
    unlessDropped: (id: string | undefined) => (id === dropped() ? undefined : id),
    drop(job: BackupJob | undefined) {
      if (!job) return;
      setBusy(true);
      sdk.backups.cancel(job.id).then(
        () => setDropped(job.id),
        (error) => {
          setBusy(false);
          showToast({ kind: 'danger', title: 'It was not cancelled.', detail: describeError(error).message });
        },
      );
    },
    /** To be called with each look at a job. */
    follow(job: BackupJob | undefined) {
      if (job?.status !== 'failed' || job.id !== dropped() || !busy()) return;
      setBusy(false);
      showToast({ kind: 'success', title: 'What was recovered is dropped. Nothing has changed.' });
      onDropped();
    },
  };
}
