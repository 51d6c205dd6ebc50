import type { UserRead } from '@selfdb/sdk';
import { useQueryClient } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useLeave } from './leave.ts';

interface DeactivateDialogProps {
  user: UserRead;
  isSelf: boolean;
  open: boolean;
  onClose: () => void;
}

/** Asks before a user is locked out. */
export function DeactivateDialog(props: DeactivateDialogProps) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const leave = useLeave();
  async function deactivate() {
    await sdk.auth.users.update(props.user.id, { isActive: false });
    if (props.isSelf) return leave('You deactivated your account.');
    showToast({ kind: 'success', title: `${props.user.firstName} is deactivated and signed out.` });
    await queries.invalidateQueries({ queryKey: ['users'] });
  }
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title={props.isSelf ? 'Deactivate your own account?' : `Deactivate ${props.user.firstName}?`}
      action="Deactivate"
      {...(props.isSelf ? { confirmWord: props.user.email } : {})}
      onConfirm={deactivate}
    >
      <p>
        {props.user.email} is signed out everywhere at once and can't sign in. What the account owns stays as
        it is, and you can activate it again.
      </p>
      <Show when={props.isSelf}>
        <p>This is your own account: only another administrator can let you in again.</p>
      </Show>
    </ConfirmDialog>
  );
}
