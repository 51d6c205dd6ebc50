import type { UserRead } from '@selfdb/sdk';
import { useQueryClient } from '@tanstack/solid-query';
import { createEffect, createSignal, on, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { generatePassword } from '../create/generate-password.ts';
import { PasswordField } from '../create/password-field.tsx';
import { problemOfPassword } from '../draft/user-draft.ts';
import { useLeave } from './leave.ts';

interface ResetPasswordDialogProps {
  user: UserRead;
  isSelf: boolean;
  open: boolean;
  onClose: () => void;
}

/** Sets another password, to be handed over. */
export function ResetPasswordDialog(props: ResetPasswordDialogProps) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const leave = useLeave();
  const [password, setPassword] = createSignal('');
  const form = createSubmission(
    () => problemOfPassword(password()) === undefined,
    async () => {
      await sdk.auth.users.update(props.user.id, { password: password() });
      if (props.isSelf) return leave('Your password has changed.');
      props.onClose();
      showToast({ kind: 'success', title: `${props.user.firstName} has a new password.` });
      await queries.invalidateQueries({ queryKey: ['users'] });
    },
  );
  createEffect(
    on(
      () => props.open,
      () => {
        setPassword(generatePassword());
        form.reset();
      },
    ),
  );
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={`Reset the password of ${props.user.firstName}`}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button variant="primary" busy={form.busy()} onClick={form.submit}>
            Set password
          </Button>
        </>
      }
    >
      <form class="space-y-3" noValidate onSubmit={form.submit}>
        <p>
          Copy the password first: only its hash is stored. {props.user.email} is signed out everywhere at
          once.
        </p>
        <Show when={props.isSelf}>
          <p class="text-danger">This is your own account: you sign in again with the new password.</p>
        </Show>
        <PasswordField
          value={password()}
          onInput={setPassword}
          error={problemOfPassword(password())}
          hint="Generated in this browser. Pass it on in a safe way."
        />
        <ErrorNotice title="The password is the old one." error={form.error()} />
      </form>
    </Dialog>
  );
}
