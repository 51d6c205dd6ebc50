import type { BackupJob } from '@selfdb/sdk';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { RestoreEffects } from '../dialogs/restore-effects.tsx';

interface ConfirmRestoreToProps {
  /** The one that waits; undefined closes the dialog. */
  job: BackupJob | undefined;
  onClose: () => void;
  /** Called before the database is replaced, which may end the session at any moment. */
  onConfirm: (job: BackupJob) => void;
}

/** Says what a restore to a time replaces, and puts the recovered database in place once the word is typed. */
export function ConfirmRestoreTo(props: ConfirmRestoreToProps) {
  const sdk = useSdk();
  async function restore() {
    if (!props.job) return;
    props.onConfirm(props.job);
    await sdk.backups.confirm(props.job.id);
  }
  return (
    <ConfirmDialog
      open={props.job !== undefined}
      onClose={props.onClose}
      title="Restore this time?"
      action="Restore this time"
      confirmWord="restore"
      onConfirm={restore}
    >
      <Show when={props.job?.to}>
        {(to) => (
          <RestoreEffects at={to()}>
            <li>The system restarts on the other database, which takes some seconds.</li>
            <li>All users are signed out, you too. Sign in with an account of that time.</li>
          </RestoreEffects>
        )}
      </Show>
    </ConfirmDialog>
  );
}
