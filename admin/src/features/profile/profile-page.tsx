import { createQuery } from '@tanstack/solid-query';
import LogOut from 'lucide-solid/icons/log-out';
import { createSignal, Show } from 'solid-js';
import { useCommands } from '../../app/commands/commands.ts';
import { useSdk, useSession, useSignedIn } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Card, Page } from '../../ui/display/page.tsx';
import { SkeletonRows } from '../../ui/display/skeleton.tsx';
import { ConfirmDialog } from '../../ui/overlays/confirm-dialog.tsx';
import { SessionList } from '../sessions/session-list.tsx';
import { userQuery } from '../users/queries.ts';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';

/** Your own account: name, password, and where you are signed in. */
export default function ProfilePage() {
  const sdk = useSdk();
  const signedIn = useSignedIn();
  const query = createQuery(() => userQuery(sdk, signedIn.user.id));
  const [leaving, setLeaving] = createSignal(false);
  useCommands(() => [
    {
      id: 'profile:leave',
      label: 'Sign out everywhere',
      group: 'Account',
      icon: <LogOut />,
      run: () => setLeaving(true),
    },
  ]);
  return (
    <Page title="Your profile">
      <div class="min-h-0 flex-1 overflow-y-auto">
        <div class="max-w-3xl space-y-4 px-4 py-2 pb-10 sm:px-6">
          <Show
            when={!query.isLoadingError}
            fallback={
              <ErrorNotice
                title="Your account could not be read."
                error={query.error}
                onRetry={() => void query.refetch()}
              />
            }
          >
            <Card title="Name">
              <Show keyed when={query.data} fallback={<SkeletonRows rows={5} />}>
                {(user) => <NameForm user={user} />}
              </Show>
            </Card>
            <Card title="Password">
              <PasswordForm />
            </Card>
            <Card title="Where you are signed in">
              <div class="space-y-4 p-4">
                <Show when={query.data} fallback={<SkeletonRows rows={2} />}>
                  {(user) => <SessionList user={user()} isSelf hideTitle />}
                </Show>
                <div class="flex flex-wrap items-center justify-between gap-3">
                  <p class="text-xs text-muted">
                    Don't recognize one? Sign it out, then change your password.
                  </p>
                  <Button variant="danger" icon={<LogOut />} onClick={() => setLeaving(true)}>
                    Sign out everywhere
                  </Button>
                </div>
              </div>
            </Card>
          </Show>
        </div>
      </div>
      <LeaveDialog open={leaving()} onClose={() => setLeaving(false)} />
    </Page>
  );
}

function LeaveDialog(props: { open: boolean; onClose: () => void }) {
  const sdk = useSdk();
  const session = useSession();
  async function leave() {
    await sdk.auth.logoutAll();
    await session.signOut();
  }
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title="Sign out everywhere?"
      action="Sign out everywhere"
      onConfirm={leave}
    >
      <p>All of your sessions end at once, this one included: browsers, programs and agents.</p>
    </ConfirmDialog>
  );
}
