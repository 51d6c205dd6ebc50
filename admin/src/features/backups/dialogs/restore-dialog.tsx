import type { Backup, StartedBackupJob } from '@selfdb/sdk';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { RestoreEffects } from './restore-effects.tsx';

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
            <RestoreEffects at={backup().created_at}>
              <li>The backup is checked first. If anything fails, nothing changes.</li>
              <li>At the end all users are signed out, you too. Sign in with an account of the backup.</li>
            </RestoreEffects>
          </>
        )}
      </Show>
    </ConfirmDialog>
  );
}
