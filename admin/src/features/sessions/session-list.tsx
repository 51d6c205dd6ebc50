import type { UserRead, UserSession } from '@selfdb/sdk';
import { createQuery, useQueryClient } from '@tanstack/solid-query';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { useSdk, useSession } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../ui/display/skeleton.tsx';
import { counted } from '../../ui/format/numbers.ts';
import { showToast } from '../../ui/overlays/toast.tsx';
import { newestFirst } from './newest-first.ts';
import { sessionsQuery } from './queries.ts';
import { SessionRow } from './session-row.tsx';

const SHOWN = 10;

/** Where a user is signed in, and the way to end it. */
export function SessionList(props: { user: UserRead; isSelf: boolean; hideTitle?: boolean }) {
  const sdk = useSdk();
  const session = useSession();
  const queries = useQueryClient();
  const query = createQuery(() => sessionsQuery(sdk, props.user.id));
  const [busy, setBusy] = createSignal<string>();
  const [error, setError] = createSignal<unknown>();
  const [whole, setWhole] = createSignal(false);
  const sessions = createMemo(() => newestFirst(query.data ?? []));
  const shown = () => (whole() ? sessions() : sessions().slice(0, SHOWN));
  const others = () => sessions().filter(({ current }) => !current);

  async function run(name: string, work: () => Promise<void>, title: string) {
    setBusy(name);
    setError(undefined);
    try {
      await work();
      showToast({ kind: 'success', title });
    } catch (cause) {
      setError(cause);
    } finally {
      await queries.invalidateQueries({ queryKey: ['users', 'sessions', props.user.id] });
      setBusy(undefined);
    }
  }
  const end = ({ id, current }: UserSession) =>
    current
      ? session.signOut().catch(setError)
      : run(id, () => sdk.auth.users.sessions.revoke(props.user.id, id), 'The session was signed out.');
  const endAll = () =>
    run('all', () => sdk.auth.users.sessions.revokeAll(props.user.id), 'The sessions were signed out.');

  return (
    <section class="space-y-2">
      <header class="flex min-h-7 items-center justify-between gap-3">
        <Show when={props.hideTitle} fallback={<h3 class="text-sm font-semibold">Sessions</h3>}>
          <p class="text-xs text-muted">{query.data && counted(sessions().length, 'session')}</p>
        </Show>
        <Show when={others().length > 0}>
          <Button
            size="sm"
            variant={props.isSelf ? 'secondary' : 'danger'}
            busy={busy() === 'all'}
            onClick={endAll}
          >
            {props.isSelf ? 'Sign out everywhere else' : 'Sign out everywhere'}
          </Button>
        </Show>
      </header>
      <ErrorNotice error={error() ?? query.error} onRetry={() => void query.refetch()} />
      <Show
        when={query.data}
        fallback={
          <Show when={!query.error}>
            <SkeletonRows rows={2} />
          </Show>
        }
      >
        <Show
          when={sessions().length > 0}
          fallback={<p class="text-muted">{props.user.firstName} is not signed in.</p>}
        >
          <ul class="divide-y divide-line rounded-md border border-line">
            <For each={shown()}>
              {(item) => <SessionRow session={item} busy={busy() === item.id} onEnd={() => void end(item)} />}
            </For>
          </ul>
          <Show when={shown().length < sessions().length}>
            <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
              Show all {sessions().length}
            </Button>
          </Show>
        </Show>
      </Show>
    </section>
  );
}
