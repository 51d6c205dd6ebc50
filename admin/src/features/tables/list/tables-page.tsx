import { useSearchParams } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Plus from 'lucide-solid/icons/plus';
import { Match, Switch } from 'solid-js';
import { useCommands } from '../../../app/commands/commands.ts';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Page } from '../../../ui/display/page.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { counted } from '../../../ui/format/numbers.ts';
import { Toolbar } from '../../../ui/navigation/toolbar.tsx';
import { NewTablePanel } from '../create/new-table-panel.tsx';
import { answerOf, tablesPageQuery } from '../queries.ts';
import { type ListState, listParams, readListState, tableOrder } from './list-state.ts';
import { NoTables } from './no-tables.tsx';
import { Pager } from './pager.tsx';
import { SearchBox } from './search-box.tsx';
import { TablesList } from './tables-list.tsx';

/** All tables: search one, open it, change who may use it, create one. */
export default function TablesPage() {
  const sdk = useSdk();
  const [params, setParams] = useSearchParams();
  const state = () => readListState(params);
  const change = (next: Partial<ListState>) =>
    setParams(listParams({ ...state(), page: 1, ...next }), { replace: true });
  const page = createQuery(() => tablesPageQuery(sdk, state()));
  const showNew = (open: boolean) => setParams({ new: open ? 'table' : undefined });
  useShortcuts([{ keys: 'n', label: 'Create table', group: 'Tables', run: () => showNew(true) }]);
  useCommands(() => [
    {
      id: 'tables:new',
      label: 'Create table',
      group: 'Action',
      icon: <Plus />,
      keys: 'n',
      run: () => showNew(true),
    },
  ]);
  const total = () => {
    const count = answerOf(page)?.total;
    return count === undefined ? '' : counted(count, 'table');
  };
  const empty = () => answerOf(page)?.tables.length === 0;
  return (
    <Page
      title="Tables"
      aside={<span class="tabular text-xs text-muted">{total()}</span>}
      actions={
        <Button variant="primary" icon={<Plus />} onClick={() => showNew(true)}>
          Create table
        </Button>
      }
    >
      <Toolbar>
        <SearchBox value={state().search} onChange={(search) => change({ search })} />
      </Toolbar>
      <Switch fallback={<SkeletonRows />}>
        <Match when={page.isLoadingError}>
          <div class="max-w-xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The tables could not be listed."
              error={page.error}
              onRetry={() => void page.refetch()}
            />
          </div>
        </Match>
        <Match when={empty()}>
          <NoTables
            state={state()}
            total={answerOf(page)?.total ?? 0}
            onChange={change}
            onNew={() => showNew(true)}
          />
        </Match>
        <Match when={answerOf(page)}>
          {(data) => (
            <div class="relative min-h-0 flex-1 overflow-y-auto" aria-busy={page.isPlaceholderData}>
              <TablesList
                tables={data().tables}
                sort={state().sort}
                onSort={(sort) => change({ sort: tableOrder(sort) })}
              />
              <Pager page={state().page} total={data().total} onPage={(to) => change({ page: to })} />
            </div>
          )}
        </Match>
      </Switch>
      <NewTablePanel open={params.new === 'table'} onClose={() => showNew(false)} />
    </Page>
  );
}
