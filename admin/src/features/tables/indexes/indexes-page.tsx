import { useSearchParams } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Plus from 'lucide-solid/icons/plus';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { Toolbar } from '../../../ui/navigation/toolbar.tsx';
import { answerOf, indexesQuery } from '../queries.ts';
import { useTable } from '../table/table-context.tsx';
import { DropIndexDialog } from './drop-index-dialog.tsx';
import { IndexesList } from './indexes-list.tsx';
import { NewIndexPanel } from './new-index-panel.tsx';

/** The indexes of a table. */
export default function IndexesPage() {
  const sdk = useSdk();
  const { table } = useTable();
  const indexes = createQuery(() => indexesQuery(sdk, table().id));
  const [params, setParams] = useSearchParams<{ add?: string }>();
  const [dropped, setDropped] = createSignal<string>();
  const add = (open: boolean) => setParams({ add: open ? 'index' : undefined });
  useShortcuts([{ keys: 'n', label: 'Create index', group: 'Indexes', run: () => add(true) }]);
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <Toolbar
        actions={
          <Button variant="primary" icon={<Plus />} onClick={() => add(true)}>
            Create index
          </Button>
        }
      >
        <p class="min-w-0 flex-1 text-xs text-muted">
          Indexes speed up filtering and sorting, and slow down writes a little.
        </p>
      </Toolbar>
      <Switch fallback={<SkeletonRows rows={3} />}>
        <Match when={indexes.isLoadingError}>
          <div class="max-w-xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The indexes could not be listed."
              error={indexes.error}
              onRetry={() => void indexes.refetch()}
            />
          </div>
        </Match>
        <Match when={answerOf(indexes)?.length === 0}>
          <EmptyState
            title="No indexes"
            action={
              <Button variant="primary" onClick={() => add(true)}>
                Create index
              </Button>
            }
          />
        </Match>
        <Match when={answerOf(indexes)}>
          {(list) => <IndexesList indexes={list()} onDrop={setDropped} />}
        </Match>
      </Switch>
      <NewIndexPanel open={params.add === 'index'} onClose={() => add(false)} />
      <Show when={dropped()}>
        {(name) => <DropIndexDialog name={name()} onClose={() => setDropped(undefined)} />}
      </Show>
    </div>
  );
}
