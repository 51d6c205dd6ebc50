import { useNavigate, useSearchParams } from '@solidjs/router';
import { createInfiniteQuery, createQuery } from '@tanstack/solid-query';
import Plus from 'lucide-solid/icons/plus';
import { createMemo, Show } from 'solid-js';
import { useCommands } from '../../app/commands/commands.ts';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { useSdk } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { SearchField } from '../../ui/controls/search-field.tsx';
import { Page } from '../../ui/display/page.tsx';
import { counted } from '../../ui/format/numbers.ts';
import { Toolbar } from '../../ui/navigation/toolbar.tsx';
import { answerOf } from '../tables/queries.ts';
import { CreateFunctionPanel } from './create/create-function-panel.tsx';
import { FunctionsList } from './list/functions-list.tsx';
import { readFunctionsView } from './list/functions-view.ts';
import { functionCountQuery, functionsQuery } from './queries.ts';

/** All functions: found, opened and created here. */
export default function FunctionsPage() {
  const sdk = useSdk();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<Record<string, string>>();
  const view = createMemo(() => readFunctionsView(params));
  const functions = createInfiniteQuery(() => functionsQuery(sdk, view()));
  const count = createQuery(() => functionCountQuery(sdk, view().search));
  let searchField: HTMLInputElement | undefined;
  const create = () => setParams({ new: 'function' });
  useShortcuts([
    { keys: 'n', label: 'Create function', group: 'Functions', run: create },
    { keys: '/', label: 'Search functions', group: 'Functions', run: () => searchField?.focus() },
  ]);
  useCommands(() => [
    {
      id: 'functions:new',
      label: 'Create function',
      group: 'Functions',
      icon: <Plus />,
      keys: 'n',
      run: create,
    },
  ]);
  return (
    <Page
      title="Functions"
      aside={
        <Show when={answerOf(count) !== undefined}>
          <span class="tabular text-xs text-muted">{counted(answerOf(count) ?? 0, 'function')}</span>
        </Show>
      }
      actions={
        <Button variant="primary" icon={<Plus />} onClick={create}>
          Create function
        </Button>
      }
    >
      <Toolbar>
        <SearchField
          label="Search functions"
          value={view().search}
          onChange={(search) => setParams({ search: search || undefined }, { replace: true, scroll: false })}
          ref={(element) => {
            searchField = element;
          }}
        />
      </Toolbar>
      <FunctionsList
        query={functions}
        view={view()}
        onSort={({ by, order }) => setParams({ sort: by, order }, { replace: true, scroll: false })}
        onShowAll={() => navigate('/functions')}
        onCreate={create}
      />
      <CreateFunctionPanel open={params.new === 'function'} onClose={() => setParams({ new: undefined })} />
    </Page>
  );
}
