import type { BackupJob } from '@selfdb/sdk';
import { useSearchParams } from '@solidjs/router';
import { createQuery, useQueryClient } from '@tanstack/solid-query';
import { type Accessor, createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { answerOf } from '../../tables/queries.ts';
import { momentsQuery } from '../queries.ts';
import { ConfirmRestoreTo } from './confirm-restore-to.tsx';
import { TimeDialog } from './time-dialog.tsx';
import { waiting } from './waiting.ts';

const RESTORED = 'The database was restored to a time. Sign in with an account of that time.';

/** What the page of backups needs for restores to a time. `job` is what it shows. */
export function useRestoreTo(job: Accessor<BackupJob | undefined>) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const [, setParams] = useSearchParams<Record<string, string>>();
  const query = createQuery(() => momentsQuery(sdk));
  const [dropped, setDropped] = createSignal<string>();
  const [confirmed, setConfirmed] = createSignal<string>();
  const [isDropping, setDropping] = createSignal(false);

  async function drop() {
    const id = job()?.id;
    if (id === undefined) return;
    setDropping(true);
    try {
      await sdk.backups.cancel(id);
      setDropped(id);
      setParams({ job: undefined, confirm: undefined });
      showToast({ kind: 'success', title: 'What was recovered is dropped. Nothing has changed.' });
      await queries.invalidateQueries({ queryKey: momentsQuery(sdk).queryKey });
    } catch (error) {
      showToast({ kind: 'danger', title: 'It was not dropped.', detail: describeError(error).message });
    } finally {
      setDropping(false);
    }
  }

  return {
    query,
    open: () => setParams({ restore_to: 'time' }),
    /** The job that runs or waits, unless it was dropped here. */
    jobId() {
      const id = answerOf(query)?.job_id ?? undefined;
      return id === dropped() ? undefined : id;
    },
    /** What the login page says once the session has ended, while that is to come. */
    endNotice() {
      const seen = job();
      if (seen?.kind !== 'restore_to' || seen.status !== 'running') return undefined;
      // The answer on a terminal is seen when the system is down already.
      const isConfirmed = seen.id === confirmed() || (seen.by_command && seen.step === 'waiting');
      return seen.step === 'restart' || isConfirmed ? RESTORED : undefined;
    },
    actions: { drop: () => void drop(), isDropping, restore: () => setParams({ confirm: 'restore' }) },
    confirming: setConfirmed,
  };
}

interface RestoreToDialogsProps {
  restoreTo: ReturnType<typeof useRestoreTo>;
  job: BackupJob | undefined;
  onStarted: (job: { job_id: string }) => void;
}

/** The dialogs of a restore to a time, which the URL opens. */
export function RestoreToDialogs(props: RestoreToDialogsProps) {
  const [params, setParams] = useSearchParams<Record<string, string>>();
  return (
    <>
      <TimeDialog
        open={params.restore_to === 'time'}
        query={props.restoreTo.query}
        onClose={() => setParams({ restore_to: undefined })}
        onStarted={props.onStarted}
      />
      <ConfirmRestoreTo
        job={params.confirm === 'restore' && !props.job?.by_command ? waiting(props.job) : undefined}
        onClose={() => setParams({ confirm: undefined })}
        onConfirm={({ id }) => props.restoreTo.confirming(id)}
      />
    </>
  );
}
