import { useNavigate } from '@solidjs/router';
import BookOpen from 'lucide-solid/icons/book-open';
import Download from 'lucide-solid/icons/download';
import ListIcon from 'lucide-solid/icons/list';
import { createMemo, createSignal, Match, Switch } from 'solid-js';
import { useCommands } from '../../app/commands/commands.ts';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { useSignedIn } from '../../app/session/session.tsx';
import { Button, buttonClass } from '../../ui/controls/button.tsx';
import { CopyButton } from '../../ui/display/copy-button.tsx';
import { EmptyState } from '../../ui/display/empty-state.tsx';
import { Page } from '../../ui/display/page.tsx';
import { SidePanel } from '../../ui/overlays/side-panel.tsx';
import { findOperation } from './contract/operations.ts';
import { OperationList } from './list/operation-list.tsx';
import { OperationView } from './operation/operation-view.tsx';
import { usePageState } from './page-context.tsx';
import type { Reference } from './queries.ts';
import { agentText } from './snippets/agent.ts';
import { StartView } from './tables/start-view.tsx';

/** The list of operations, and beside it the one that the URL names, or how to begin. */
export function ReferenceView(props: { reference: Reference }) {
  const signedIn = useSignedIn();
  const navigate = useNavigate();
  const { search, setSearch, tables } = usePageState();
  const [listOpen, setListOpen] = createSignal(false);
  let searchField: HTMLInputElement | undefined;
  const operation = createMemo(() =>
    search.operation ? findOperation(props.reference.groups, search.operation) : undefined,
  );
  const operations = () => props.reference.groups.flatMap((group) => group.operations);
  const open = (id: string | undefined) => {
    setListOpen(false);
    setSearch({ operation: id, part: undefined });
  };
  useCommands(() =>
    operations().map(({ id, title, method, path }) => ({
      id: `api:${id}`,
      label: title,
      group: 'API',
      keywords: `${method} ${path} ${id}`,
      run: () => navigate(`/api-reference?operation=${encodeURIComponent(id)}`),
    })),
  );
  useShortcuts([{ keys: '/', label: 'Search operations', group: 'API', run: () => searchField?.focus() }]);
  const agent = () =>
    agentText(
      { url: signedIn.apiUrl, apiKey: signedIn.apiKey },
      { operations: operations(), tables: tables() },
    );
  const list = (isPanel: boolean) => (
    <OperationList
      groups={props.reference.groups}
      current={operation()?.id}
      onOpen={open}
      fieldRef={(element) => {
        if (!isPanel) searchField = element;
      }}
    />
  );
  return (
    <Page
      title="API"
      actions={
        <>
          <span class="lg:hidden">
            <Button icon={<ListIcon />} onClick={() => setListOpen(true)}>
              Operations
            </Button>
          </span>
          <CopyButton
            size="md"
            label="Copy for your AI agent"
            caption="Copy for your AI agent"
            text={agent}
          />
          <a
            href="/api/docs"
            target="_blank"
            rel="noreferrer"
            class={`${buttonClass('ghost')} [&>svg]:size-4 max-sm:hidden`}
          >
            <BookOpen /> Swagger UI
          </a>
          <a
            href="/api/openapi.json"
            download="openapi.json"
            class={`${buttonClass('ghost')} [&>svg]:size-4 max-sm:hidden`}
          >
            <Download /> openapi.json
          </a>
        </>
      }
    >
      <div class="flex min-h-0 flex-1 border-t border-line">
        <div class="hidden w-72 shrink-0 border-r border-line lg:flex">{list(false)}</div>
        <SidePanel open={listOpen()} onClose={() => setListOpen(false)} title="Operations">
          {list(true)}
        </SidePanel>
        <div class="min-w-0 flex-1 overflow-y-auto">
          <Switch fallback={<StartView onOpen={open} />}>
            <Match when={operation()} keyed>
              {(found) => <OperationView document={props.reference.document} operation={found} />}
            </Match>
            <Match when={search.operation}>
              {(wanted) => (
                <EmptyState
                  title={`There is no operation “${wanted()}”`}
                  action={<Button onClick={() => open(undefined)}>How to begin</Button>}
                >
                  It may belong to another version of SelfDB.
                </EmptyState>
              )}
            </Match>
          </Switch>
        </div>
      </div>
    </Page>
  );
}
