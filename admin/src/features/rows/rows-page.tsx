import { createSignal, lazy, Show, Suspense } from 'solid-js';
import { useCommands } from '../../app/commands/commands.ts';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { useSdk } from '../../app/session/session.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { useTable } from '../tables/table/table-context.tsx';
import { Grid } from './grid/grid.tsx';
import { createLiveChanges } from './live/live-changes.ts';
import { LiveHint, WaitingPill } from './live/live-hint.tsx';
import { NoRows } from './no-rows.tsx';
import { RowPanel } from './panel/row-panel.tsx';
import { createRowsModel, RowsContext, type RowsModel, useRows } from './rows-model.ts';
import { StatusBar } from './status-bar.tsx';
import { RowsToolbar } from './toolbar.tsx';
import { FilterBar } from './view/filter-bar.tsx';

const ExportDialog = lazy(() => import('./export/export-dialog.tsx'));
const ImportDialog = lazy(() => import('./import/import-dialog.tsx'));

/** The rows of the table: a grid to read, search, change, export and import them. */
export default function RowsPage() {
  const sdk = useSdk();
  const { table, refresh } = useTable();
  const rows = createRowsModel(sdk, table);
  return (
    <RowsContext.Provider value={rows}>
      <RowsView onTableChange={refresh} />
    </RowsContext.Provider>
  );
}

type OpenDialog = 'export' | 'import';

function createPageActions(rows: RowsModel) {
  const [filterOpen, setFilterOpen] = createSignal(rows.view.filter() !== undefined);
  const [dialog, setDialog] = createSignal<OpenDialog>();
  const [searchInput, setSearchInput] = createSignal<HTMLInputElement>();
  const actions = {
    'Create row': { keys: 'n', run: () => rows.setDraft({}) },
    Filter: { keys: 'f', run: () => setFilterOpen(true) },
    'Search the rows': { keys: '/', run: () => searchInput()?.focus() },
    'Reload the rows': { keys: 'r', run: () => void rows.source.refresh() },
    'Export rows': { keys: 'e', run: () => setDialog('export') },
    'Import rows': { keys: 'i', run: () => setDialog('import') },
  };
  const list = Object.entries(actions).map(([label, { keys, run }]) => ({ label, keys, run }));
  useShortcuts([
    ...list.map((action) => ({ ...action, group: 'Rows' })),
    ...GRID_KEYS.map(([keys, label]) => ({ keys, label, group: 'Grid', run: () => undefined })),
  ]);
  useCommands(() =>
    list.map((action) => ({ ...action, id: `rows:${action.label}`, group: rows.table().name })),
  );
  return { filterOpen, setFilterOpen, dialog, setDialog, setSearchInput };
}

/** Shown in the sheet of shortcuts; the grid handles them itself while it has the focus. */
const GRID_KEYS: [string, string][] = [
  ['Enter', 'Edit the cell'],
  ['Space', 'Open the row'],
  ['Shift+Space', 'Select the row'],
  ['Delete', 'Set to NULL'],
  ['Alt+ArrowDown', 'Actions of the column'],
];

function RowsView(props: { onTableChange: () => Promise<void> }) {
  const rows = useRows();
  const page = createPageActions(rows);
  const live = createLiveChanges(rows);
  const isFilterOpen = () => page.filterOpen() || rows.newCondition() !== undefined;
  return (
    <div class="relative flex min-h-0 flex-1 flex-col">
      <RowsToolbar
        filterOpen={isFilterOpen()}
        onFilter={() => page.setFilterOpen(!page.filterOpen())}
        onExport={() => page.setDialog('export')}
        onImport={() => page.setDialog('import')}
        searchRef={page.setSearchInput}
      />
      <Show when={isFilterOpen()}>
        <FilterBar onClose={() => page.setFilterOpen(false)} />
      </Show>
      <ReadError />
      <Show
        when={rows.source.isLoading() || rows.source.total() > 0}
        fallback={<NoRows onImport={() => page.setDialog('import')} />}
      >
        <Grid />
      </Show>
      <WaitingPill live={live} />
      <StatusBar>
        <LiveHint live={live} onTurnedOn={props.onTableChange} />
      </StatusBar>
      <Suspense>
        <RowPanel />
        <Show when={page.dialog() === 'export'}>
          <ExportDialog onClose={() => page.setDialog(undefined)} />
        </Show>
        <Show when={page.dialog() === 'import'}>
          <ImportDialog onClose={() => page.setDialog(undefined)} />
        </Show>
      </Suspense>
    </div>
  );
}

function ReadError() {
  const rows = useRows();
  const error = () => rows.source.countError() ?? rows.source.error();
  return (
    <Show when={error()}>
      <div class="shrink-0 px-4 py-2 sm:px-6">
        <ErrorNotice title="The rows could not be read." error={error()} onRetry={rows.source.retry} />
      </div>
    </Show>
  );
}
