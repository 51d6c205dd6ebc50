import type { Backup } from '@selfdb/sdk';
import { useSearchParams } from '@solidjs/router';
import { createQuery, useQueryClient } from '@tanstack/solid-query';
import Plus from 'lucide-solid/icons/plus';
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from 'solid-js';
import { useSdk, useSession } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { describeError } from '../../ui/display/describe-error.ts';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Page } from '../../ui/display/page.tsx';
import { showToast } from '../../ui/overlays/toast.tsx';
import { answerOf } from '../tables/queries.ts';
import { useBackupCommands } from './commands.tsx';
import { CreateDialog } from './dialogs/create-dialog.tsx';
import { DeleteBackup } from './dialogs/delete-dialog.tsx';
import { RestoreDialog } from './dialogs/restore-dialog.tsx';
import { JobNotice } from './job/job-notice.tsx';
import { watchJob } from './job/watch-job.ts';
import type { BackupActions } from './list/backup-menu.tsx';
import { BackupsList } from './list/backups-list.tsx';
import { downloadBackup } from './list/download-backup.ts';
import { backupsQuery, busyJob, scheduleQuery } from './queries.ts';
import { MomentsBar } from './restore-to/moments-bar.tsx';
import { RestoreToDialogs, useRestoreTo } from './restore-to/restore-to.tsx';
import { ScheduleBar } from './schedule/schedule-bar.tsx';
import { SchedulePanel } from './schedule/schedule-panel.tsx';

const RESTORED = 'The backup was restored. Sign in with an account of the backup.';

/** Backups: made, verified, downloaded, restored and deleted here, and their schedule. */
export default function BackupsPage() {
  const sdk = useSdk();
  const session = useSession();
  const queries = useQueryClient();
  const [params, setParams] = useSearchParams<Record<string, string>>();
  const backups = createQuery(() => backupsQuery(sdk));
  const schedule = createQuery(() => scheduleQuery(sdk));
  const [deleted, setDeleted] = createSignal<Backup>();
  const list = () => answerOf(backups) ?? [];
  const named = (filename: string | undefined) => list().find((backup) => backup.filename === filename);

  const restoreTo = useRestoreTo(() => watch.job());
  const watch = watchJob(sdk, () => params.job, {
    sizeOf: (filename) => named(filename ?? undefined)?.size || undefined,
    onEnd: () => void queries.invalidateQueries({ queryKey: ['backups'] }),
  });
  // A job that something else has begun stays in the URL, so that its end can be read.
  const running = createMemo(() => busyJob(list()) ?? restoreTo.jobId());
  createEffect(on(running, (job) => job !== undefined && setParams({ job }, { replace: true })));
  const isBusy = () => watch.job()?.status === 'running' || busyJob(list()) !== undefined;
  createEffect(() => {
    const { kind, status } = watch.job() ?? {};
    const isRestoring = kind === 'restore' && status === 'running';
    session.expectEnd(isRestoring ? RESTORED : restoreTo.endNotice());
  });
  onCleanup(() => session.expectEnd(undefined));

  const create = () => setParams({ new: 'backup' });
  const edit = () => setParams({ edit: 'schedule' });
  function follow({ job_id }: { job_id: string }) {
    setParams({ job: job_id, new: undefined, restore: undefined, restore_to: undefined });
    void queries.invalidateQueries({ queryKey: backupsQuery(sdk).queryKey });
  }
  const actions: BackupActions = {
    download: ({ filename }) => downloadBackup(filename),
    restore: ({ filename }) => setParams({ restore: filename }),
    remove: setDeleted,
    verify({ filename }, full) {
      sdk.backups.verify(filename, { full }).then(follow, (error) => {
        showToast({
          kind: 'danger',
          title: 'The backup was not verified.',
          detail: describeError(error).message,
        });
      });
    },
  };

  useBackupCommands({ create, restoreTo: restoreTo.open, editSchedule: edit });
  return (
    <Page
      title="Backups"
      actions={
        <Button variant="primary" icon={<Plus />} disabled={isBusy()} onClick={create}>
          Create backup
        </Button>
      }
    >
      <ScheduleBar query={schedule} onEdit={edit} />
      <MomentsBar query={restoreTo.query} busy={isBusy()} onOpen={restoreTo.open} />
      <div class="min-h-0 flex-1 overflow-y-auto">
        <Show when={params.download === 'failed'}>
          <div class="max-w-2xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The backup could not be downloaded."
              error={
                new Error('It may have been deleted, or the server did not answer. The logs have the reason.')
              }
            />
          </div>
        </Show>
        <JobNotice
          job={watch.job()}
          error={watch.error()}
          recovery={restoreTo.actions}
          onDismiss={() => setParams({ job: undefined })}
        />
        <BackupsList query={backups} busy={isBusy()} actions={actions} onCreate={create} />
      </div>
      <CreateDialog
        open={params.new === 'backup'}
        onClose={() => setParams({ new: undefined })}
        onStarted={follow}
      />
      <RestoreDialog
        backup={named(params.restore)}
        onClose={() => setParams({ restore: undefined })}
        onStarted={follow}
      />
      <RestoreToDialogs restoreTo={restoreTo} job={watch.job()} onStarted={follow} />
      <DeleteBackup
        backup={deleted()}
        isLastGood={
          deleted()?.status === 'good' && list().filter(({ status }) => status === 'good').length === 1
        }
        onClose={() => setDeleted(undefined)}
      />
      <Show when={params.edit === 'schedule' && answerOf(schedule)}>
        {(known) => <SchedulePanel schedule={known()} onClose={() => setParams({ edit: undefined })} />}
      </Show>
    </Page>
  );
}
