import type { UserRead } from '@selfdb/sdk';
import { createQuery, useQueryClient } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { ownedQuery } from '../queries.ts';
import { useLeave } from './leave.ts';
import { isOneThing, ownedInWords } from './owned-words.ts';

interface DeleteUserDialogProps {
  user: UserRead;
  isSelf: boolean;
  open: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

/** Says what becomes of a user's things, and deletes the user once their e-mail is typed. */
export function DeleteUserDialog(props: DeleteUserDialogProps) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const leave = useLeave();
  async function remove() {
    await sdk.auth.users.delete(props.user.id);
    if (props.isSelf) return leave('You deleted your account.');
    props.onDeleted();
    showToast({ kind: 'success', title: `Deleted ${props.user.email}.` });
    queries.removeQueries({ queryKey: ['users', 'one', props.user.id] });
    void queries.invalidateQueries({ queryKey: ['users', 'list'] });
    void queries.invalidateQueries({ queryKey: ['users', 'count'] });
  }
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title={`Delete ${props.user.firstName} ${props.user.lastName}?`}
      action="Delete user"
      confirmWord={props.user.email}
      onConfirm={remove}
    >
      <p>The account and its sessions end at once. This can't be undone.</p>
      <Show when={props.open}>
        <Passes userId={props.user.id} isSelf={props.isSelf} />
      </Show>
      <Show when={props.isSelf}>
        <p class="text-danger">This is your own account: you lose this dashboard.</p>
      </Show>
    </ConfirmDialog>
  );
}

function Passes(props: { userId: string; isSelf: boolean }) {
  const sdk = useSdk();
  const query = createQuery(() => ownedQuery(sdk, props.userId));
  const heir = () => (props.isSelf ? 'the oldest other administrator' : 'you');
  return (
    <>
      <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
      <Show
        when={query.data}
        fallback={
          <Show when={!query.error}>
            <Skeleton class="h-4 w-64" />
          </Show>
        }
      >
        {(owned) => (
          <Show when={ownedInWords(owned())} fallback={<p>The user owns nothing.</p>}>
            {(words) => (
              <p>
                <strong class="font-semibold">{words()}</strong> {isOneThing(owned()) ? 'passes' : 'pass'} to{' '}
                {heir()}.
              </p>
            )}
          </Show>
        )}
      </Show>
    </>
  );
}
