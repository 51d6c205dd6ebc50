import type { Backup } from '@selfdb/sdk';
import { useQueryClient } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { backupsQuery } from '../queries.ts';

/** Asks before a backup is deleted. */
export function DeleteBackup(props: {
  backup: Backup | undefined;
  isLastGood: boolean;
  onClose: () => void;
}) {
  const sdk = useSdk();
  const queries = useQueryClient();
  async function remove() {
    if (!props.backup) return;
    await sdk.backups.delete(props.backup.filename);
    showToast({ kind: 'success', title: 'The backup is deleted.' });
    await queries.invalidateQueries({ queryKey: backupsQuery(sdk).queryKey });
  }
  return (
    <ConfirmDialog
      open={props.backup !== undefined}
      onClose={props.onClose}
      title="Delete backup?"
      action="Delete backup"
      onConfirm={remove}
    >
      <Show when={props.backup}>
        {(backup) => (
          <>
            <p class="font-mono text-xs break-all">{backup().filename}</p>
            <p>It was made on {formatTime(backup().created_at)}. This can't be undone.</p>
            <Show when={props.isLastGood}>
              <p class="text-danger">It is the last good backup: without it, nothing can be restored.</p>
            </Show>
          </>
        )}
      </Show>
    </ConfirmDialog>
  );
}
