import type { SqlTab } from '@selfdb/sdk';
import { useSearchParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import Bookmark from 'lucide-solid/icons/bookmark';
import ClockArrowLeft from 'lucide-solid/icons/clock-arrow-left';
import { createMemo, createSignal, lazy, Show, Suspense } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { Skeleton } from '../../ui/display/skeleton.tsx';
import type { CompletionTable } from './editor/completion.ts';
import type { EditorHandle } from './editor/sql-editor.tsx';
import { Split } from './layout/split.tsx';
import { SqlToolbar } from './layout/toolbar.tsx';
import { useSqlKeys } from './layout/use-sql-keys.ts';
import { LibraryPanel } from './library/library-panel.tsx';
import { COMPLETED, findCompletions } from './queries.ts';
import { ResultsPanel } from './results/results-panel.tsx';
import { DangerDialog } from './run/danger-dialog.tsx';
import { ExplainDialog } from './run/explain-dialog.tsx';
import { useActions } from './run/use-actions.ts';
import { NameDialog } from './tabs/name-dialog.tsx';
import { SaveNotice } from './tabs/save-notice.tsx';
import { TabBar } from './tabs/tab-bar.tsx';
import type { SqlTabs } from './tabs/use-sql-tabs.ts';
import { useTabActions } from './tabs/use-tab-actions.ts';

const SqlEditor = lazy(() => import('./editor/sql-editor.tsx'));
const SaveSnippetDialog = lazy(() => import('./library/save-snippet-dialog.tsx'));

/** Tabs, editor and results. */
export function Workspace(props: { tabs: SqlTabs; tab: SqlTab; tables: CompletionTable[] }) {
  const sdk = useSdk();
  const [search, setSearch] = useSearchParams<{ tab?: string; panel?: string; look?: string }>();
  const [editor, setEditor] = createSignal<EditorHandle>();
  const [renamed, setRenamed] = createSignal<SqlTab>();
  const [saving, setSaving] = createSignal(false);
  /** The dialog is loaded when it is first asked for, and stays for the end of its animation. */
  const wasSaving = createMemo((was: boolean) => was || saving(), false);
  const text = () => props.tabs.text(props.tab.id);
  const show = (panel: string | undefined) => setSearch({ panel }, { replace: true });
  const actions = useActions({
    sdk,
    client: useQueryClient(),
    tabId: () => props.tab.id,
    text,
    editor,
    onRunStart: (look) => setSearch({ set: undefined, ...look }, { replace: true }),
  });
  const tabActions = useTabActions(props.tabs, () => props.tab.id);
  async function openEntry(entry: { query: string; name?: string; run?: boolean }) {
    const opened = await tabActions.open(entry);
    if (opened && entry.run) actions.runText(opened.id, entry.query);
  }
  useSqlKeys({
    tabs: () => props.tabs.tabs(),
    select: tabActions.select,
    create: () => void tabActions.open({ query: '' }),
    run: actions.run,
    explain: actions.explain,
    format: () => void actions.format(),
    toggleChart: () => setSearch({ look: search.look === 'chart' ? undefined : 'chart' }, { replace: true }),
    saveSnippet: () => setSaving(true),
    show,
  });

  return (
    <>
      <TabBar
        tabs={props.tabs.tabs()}
        activeId={props.tab.id}
        isRunning={(id) => actions.runs.of(id)?.status === 'running'}
        onSelect={tabActions.select}
        onNew={() => void tabActions.open({ query: '' })}
        onRename={setRenamed}
        onDuplicate={(tab) => void tabActions.open({ query: props.tabs.text(tab.id) })}
        onClose={(tab) => void tabActions.close(tab)}
        onMove={(id, index) => void tabActions.move(id, index)}
      >
        <Button variant="ghost" size="sm" icon={<ClockArrowLeft />} onClick={() => show('history')}>
          History
        </Button>
        <Button variant="ghost" size="sm" icon={<Bookmark />} onClick={() => show('snippets')}>
          Snippets
        </Button>
      </TabBar>
      <SqlToolbar
        running={actions.isRunning()}
        onRun={actions.run}
        onCancel={actions.cancel}
        onExplain={actions.explain}
        onFormat={() => void actions.format()}
        onSave={() => setSaving(true)}
      >
        <SaveNotice
          state={props.tabs.state(props.tab.id)}
          onKeepMine={() => void props.tabs.keepMine(props.tab.id)}
          onTakeTheirs={() => void props.tabs.takeTheirs(props.tab.id)}
        />
      </SqlToolbar>
      <Split
        label="Height of the editor"
        storageKey="selfdb.sql.split"
        top={
          <Suspense fallback={<Skeleton class="m-4 h-24 w-96 max-w-full" />}>
            <SqlEditor
              tabId={props.tab.id}
              text={text()}
              onText={(next) => props.tabs.edit(props.tab.id, next)}
              onRun={actions.run}
              tables={props.tables}
              findTables={props.tables.length < COMPLETED ? undefined : (word) => findCompletions(sdk, word)}
              error={actions.errorMark()}
              onReady={(ready) => {
                setEditor(ready);
                // The first thing that a person does here is to write.
                if (!search.panel) ready.focus();
              }}
            />
          </Suspense>
        }
        bottom={
          <ResultsPanel
            run={actions.runs.of(props.tab.id)}
            fileName={props.tab.name}
            onShowError={() => editor()?.goTo(actions.errorMark()?.from ?? 0)}
          />
        }
      />
      <DangerDialog {...actions.danger()} />
      <ExplainDialog {...actions.analysis()} />
      <NameDialog
        open={renamed() !== undefined}
        title="Rename tab"
        name={renamed()?.name ?? ''}
        onClose={() => setRenamed(undefined)}
        onSave={(name) => props.tabs.rename(renamed()?.id ?? '', name)}
      />
      <Suspense>
        <Show when={wasSaving()}>
          <SaveSnippetDialog
            open={saving()}
            name={props.tab.name}
            query={text()}
            onClose={() => setSaving(false)}
          />
        </Show>
      </Suspense>
      <LibraryPanel
        shown={search.panel}
        onShow={show}
        onOpen={(entry) => void openEntry(entry)}
        onSaveSnippet={() => {
          show(undefined);
          setSaving(true);
        }}
      />
    </>
  );
}
