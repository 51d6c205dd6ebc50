import type { Backup, StartedBackupJob } from '@selfdb/sdk';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';

interface RestoreDialogProps {
  backup: Backup | undefined;
  onClose: () => void;
  onStarted: (job: StartedBackupJob) => void;
}

/** Says what a restore replaces, and begins it once the word is typed. */
export function RestoreDialog(props: RestoreDialogProps) {
  const sdk = useSdk();
  async function restore() {
    if (props.backup) props.onStarted(await sdk.backups.restore(props.backup.filename));
  }
  return (
    <ConfirmDialog
      open={props.backup !== undefined}
      onClose={props.onClose}
      title="Restore this backup?"
      action="Restore backup"
      confirmWord="restore"
      onConfirm={restore}
    >
      <Show when={props.backup}>
        {(backup) => (
          <>
            <p class="font-mono text-xs break-all">{backup().filename}</p>
            <p>
              All users, tables, rows and files become those of{' '}
              <strong class="font-semibold">{formatTime(backup().created_at)}</strong> (
              {formatAgo(backup().created_at)}). What was added or changed since then is lost.
            </p>
            <ul class="list-disc space-y-1 pl-5">
              <li>The backup is checked first. If anything fails, nothing changes.</li>
              <li>At the end all users are signed out, you too. Sign in with an account of the backup.</li>
              <li>
                The database of now is kept for a day:{' '}
                <code class="font-mono whitespace-nowrap">./selfdb restore --undo</code> brings it back.
              </li>
              <li>The configuration stays as it is.</li>
            </ul>
          </>
        )}
      </Show>
    </ConfirmDialog>
  );
}
