import type { UserRead } from '@selfdb/sdk';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal, type JSX } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { DeactivateDialog } from './deactivate-dialog.tsx';
import { DeleteUserDialog } from './delete-user-dialog.tsx';
import { ResetPasswordDialog } from './reset-password-dialog.tsx';

type Action = 'password' | 'deactivate' | 'delete';

/** What changes a user's access: password, deactivation, deletion. */
export function AccountActions(props: { user: UserRead; isSelf: boolean; onDeleted: () => void }) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const [open, setOpen] = createSignal<Action>();
  const dialog = (action: Action) => ({
    user: props.user,
    isSelf: props.isSelf,
    open: open() === action,
    onClose: () => setOpen(undefined),
  });
  async function activate() {
    try {
      await sdk.auth.users.update(props.user.id, { isActive: true });
      showToast({ kind: 'success', title: `${props.user.firstName} can sign in again.` });
    } catch (error) {
      showToast({ kind: 'danger', title: 'Not activated.', detail: describeError(error).message });
    }
    await queries.invalidateQueries({ queryKey: ['users'] });
  }
  return (
    <section class="space-y-2">
      <h3 class="text-sm font-semibold">Account</h3>
      <div class="divide-y divide-line rounded-md border border-line">
        <ActionRow title="Reset the password" text="Ends all sessions of the user.">
          <Button size="sm" onClick={() => setOpen('password')}>
            Reset…
          </Button>
        </ActionRow>
        {props.user.isActive ? (
          <ActionRow title="Deactivate" text="Nobody can sign in with the account. What it owns stays.">
            <Button size="sm" onClick={() => setOpen('deactivate')}>
              Deactivate…
            </Button>
          </ActionRow>
        ) : (
          <ActionRow title="Activate" text="Lets the user sign in again, with the same password.">
            <Button size="sm" onClick={() => void activate()}>
              Activate
            </Button>
          </ActionRow>
        )}
        <ActionRow title="Delete" text="Removes the user. What they own passes to an administrator.">
          <Button size="sm" variant="danger" onClick={() => setOpen('delete')}>
            Delete…
          </Button>
        </ActionRow>
      </div>
      <ResetPasswordDialog {...dialog('password')} />
      <DeactivateDialog {...dialog('deactivate')} />
      <DeleteUserDialog {...dialog('delete')} onDeleted={props.onDeleted} />
    </section>
  );
}

function ActionRow(props: { title: string; text: string; children: JSX.Element }) {
  return (
    <div class="flex items-center justify-between gap-3 px-3 py-2">
      <div>
        <p class="font-medium">{props.title}</p>
        <p class="text-xs text-muted">{props.text}</p>
      </div>
      {props.children}
    </div>
  );
}
