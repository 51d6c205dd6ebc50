import { A } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { isNotFound } from '../../../app/query-client.ts';
import { useSdk, useSignedIn } from '../../../app/session/session.tsx';
import { buttonClass } from '../../../ui/controls/button.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { CopyField } from '../../../ui/display/code.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { SessionList } from '../../sessions/session-list.tsx';
import { userQuery } from '../queries.ts';
import { AccountActions } from './account-actions.tsx';
import { ProfileForm } from './profile-form.tsx';

/** Everything about one user. */
export function UserPanel(props: { userId: string; onClose: () => void }) {
  const sdk = useSdk();
  const signedIn = useSignedIn();
  const query = createQuery(() => userQuery(sdk, props.userId));
  const isSelf = () => props.userId === signedIn.user.id;
  const name = () => (query.data ? `${query.data.firstName} ${query.data.lastName}` : 'User');
  return (
    <SidePanel open onClose={props.onClose} title={name()} description={query.data?.email ?? ''}>
      <Show
        when={!query.error}
        fallback={<Failed error={query.error} onRetry={() => void query.refetch()} />}
      >
        <Show keyed when={query.data} fallback={<SkeletonRows rows={6} />}>
          {(user) => (
            <div class="space-y-6">
              <div class="space-y-3">
                <p class="flex flex-wrap items-center gap-2 text-xs text-muted">
                  <Show when={isSelf()}>
                    <Badge tone="accent">you</Badge>
                  </Show>
                  <Show when={!user.isActive}>
                    <Badge tone="warning">deactivated</Badge>
                  </Show>
                  Created {formatTime(user.created_at)}
                </p>
                <CopyField label="ID" value={user.id} />
                <A
                  href={`/activity?${new URLSearchParams({ person: user.email })}`}
                  class={buttonClass('secondary', 'sm')}
                >
                  Activity of this user
                </A>
              </div>
              <ProfileForm user={user} isSelf={isSelf()} />
              <SessionList user={user} isSelf={isSelf()} />
              <AccountActions user={user} isSelf={isSelf()} onDeleted={props.onClose} />
            </div>
          )}
        </Show>
      </Show>
    </SidePanel>
  );
}

function Failed(props: { error: unknown; onRetry: () => void }) {
  return (
    <Show
      when={isNotFound(props.error)}
      fallback={
        <ErrorNotice title="The user could not be read." error={props.error} onRetry={props.onRetry} />
      }
    >
      <EmptyState title="This user is not there">
        The user was deleted, or the link is wrong. Close this panel to see all users.
      </EmptyState>
    </Show>
  );
}
