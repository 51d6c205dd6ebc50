import { A, type RouteSectionProps, useLocation, useNavigate, useParams } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { type JSX, Match, Show, Suspense, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { buttonClass } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Page } from '../../../ui/display/page.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { type TabItem, Tabs } from '../../../ui/display/tabs.tsx';
import { AccessBadge } from '../parts/access-badge.tsx';
import { decodeSegment, type TableTab, tablePath, tabOfPath } from '../paths.ts';
import { answerOf, tableQuery, useRefreshTables } from '../queries.ts';
import type { TableInfo } from '../table-types.ts';
import { TableActions } from './table-actions.tsx';
import { TableProvider } from './table-context.tsx';

const TABLES = { href: '/tables', label: 'Tables' };

/** The page of a table: its name, its tabs, and the tab that the URL names. */
export default function TableLayout(props: RouteSectionProps) {
  const sdk = useSdk();
  const params = useParams<{ name: string }>();
  const name = () => decodeSegment(params.name);
  const table = createQuery(() => tableQuery(sdk, name()));
  return (
    <Switch>
      <Match when={answerOf(table)?.id} keyed>
        <Show when={answerOf(table)}>
          {(found) => <TablePage table={found()}>{props.children}</TablePage>}
        </Show>
      </Match>
      <Match when={table.isLoadingError}>
        <Page title={name()} parent={TABLES}>
          <div class="max-w-xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The table could not be read."
              error={table.error}
              onRetry={() => void table.refetch()}
            />
          </div>
        </Page>
      </Match>
      <Match when={answerOf(table) === null}>
        <Page title={name()} parent={TABLES}>
          <EmptyState
            title={`There is no table “${name()}”`}
            action={
              <A href="/tables" class={buttonClass('primary')}>
                All tables
              </A>
            }
          >
            It may have been renamed or deleted.
          </EmptyState>
        </Page>
      </Match>
      <Match when={true}>
        <Page title={name()} parent={TABLES}>
          <SkeletonRows rows={12} />
        </Page>
      </Match>
    </Switch>
  );
}

function TablePage(props: { table: TableInfo; children: JSX.Element }) {
  const navigate = useNavigate();
  const location = useLocation();
  const refresh = useRefreshTables();
  const tabs = (): TabItem[] => [
    { id: 'rows', label: 'Rows' },
    { id: 'schema', label: 'Schema', count: props.table.columns.length },
    { id: 'indexes', label: 'Indexes' },
    { id: 'references', label: 'References' },
    { id: 'settings', label: 'Settings' },
  ];
  const open = (tab: string) => navigate(tablePath(props.table, tab as TableTab));
  return (
    <TableProvider table={() => props.table} refresh={refresh}>
      <Page
        title={props.table.name}
        parent={TABLES}
        aside={<AccessBadge access={props.table.access} />}
        actions={<TableActions />}
      >
        <Tabs label="Parts of the table" tabs={tabs()} value={tabOfPath(location.pathname)} onChange={open}>
          <Suspense fallback={<SkeletonRows rows={12} />}>{props.children}</Suspense>
        </Tabs>
      </Page>
    </TableProvider>
  );
}
