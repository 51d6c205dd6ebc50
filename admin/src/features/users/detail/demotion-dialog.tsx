import type { UserRead } from '@selfdb/sdk';
import { Show } from 'solid-js';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';

interface DemotionDialogProps {
  user: UserRead;
  isSelf: boolean;
  open: boolean;
  onClose: () => void;
  onConfirm: () => Promise<void>;
}

/** Asks before an administrator becomes a user. */
export function DemotionDialog(props: DemotionDialogProps) {
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title={props.isSelf ? 'Give up your own administrator role?' : `Make ${props.user.firstName} a user?`}
      action={props.isSelf ? 'Give up the role' : 'Make a user'}
      {...(props.isSelf ? { confirmWord: props.user.email } : {})}
      onConfirm={props.onConfirm}
    >
      <Show
        when={props.isSelf}
        fallback={
          <p>
            {props.user.email} loses this dashboard and access to what others own, and is signed out
            everywhere at once.
          </p>
        }
      >
        <p>
          This is your own account. You lose this dashboard at once, and only another administrator can make
          you one again.
        </p>
      </Show>
    </ConfirmDialog>
  );
}
