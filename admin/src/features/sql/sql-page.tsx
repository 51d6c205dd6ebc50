import { useSearchParams } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { createEffect, createSignal, on, Show } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../ui/display/skeleton.tsx';
import { completionTablesQuery } from './queries.ts';
import { firstQuery } from './tabs/first-query.ts';
import { useSqlTabs } from './tabs/use-sql-tabs.ts';
import { Workspace } from './workspace.tsx';

/** The page of SQL: `/sql?tab=<id>`, or `/sql?new=<text>` for a new tab with a text. */
export default function SqlPage() {
  const sdk = useSdk();
  const tabs = useSqlTabs();
  const tables = createQuery(() => completionTablesQuery(sdk));
  const [search, setSearch] = useSearchParams<{ tab?: string; new?: string }>();
  const [error, setError] = createSignal<unknown>();

  async function open(query: string) {
    setError(undefined);
    try {
      const tab = await tabs.create({ query });
      setSearch({ tab: tab.id, new: undefined }, { replace: true });
    } catch (cause) {
      setError(cause);
    }
  }
  const known = () => (tables.isPending ? undefined : (tables.data ?? []));
  const wanted = () => {
    if (!tabs.query.data) return undefined;
    if (search.new !== undefined) return search.new;
    const list = known();
    if (tabs.tabs().length > 0 || !list) return undefined;
    return firstQuery(list.map(({ name, rowCount }) => ({ name, row_count: rowCount })));
  };
  createEffect(on(wanted, (query) => query !== undefined && void open(query)));
  const failure = () => error() ?? (tabs.query.data ? undefined : tabs.query.error);
  const retry = () => {
    const query = wanted();
    if (error() && query !== undefined) void open(query);
    else void tabs.query.refetch();
  };
  const active = () => tabs.tabs().find(({ id }) => id === search.tab) ?? tabs.tabs()[0];

  return (
    <div class="flex h-full min-h-0 flex-col">
      <h1 class="sr-only">SQL</h1>
      <Show when={failure()}>
        <div class="m-4 max-w-xl">
          <ErrorNotice title="The tabs could not be opened." error={failure()} onRetry={retry} />
        </div>
      </Show>
      <Show when={active()} fallback={!failure() && <SkeletonRows rows={6} />}>
        {(tab) => <Workspace tabs={tabs} tab={tab()} tables={tables.data ?? []} />}
      </Show>
    </div>
  );
}
