import { useSearchParams } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Plus from 'lucide-solid/icons/plus';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { Toolbar } from '../../../ui/navigation/toolbar.tsx';
import { answerOf, relationshipsQuery } from '../queries.ts';
import { useTable } from '../table/table-context.tsx';
import type { RelationshipInfo } from '../table-types.ts';
import { AddReferencePanel } from './add-reference-panel.tsx';
import { ReferencesList } from './references-list.tsx';
import { RemoveReferenceDialog } from './remove-reference-dialog.tsx';

/** The foreign keys from a table and to it. */
export default function ReferencesPage() {
  const sdk = useSdk();
  const { table } = useTable();
  const references = createQuery(() => relationshipsQuery(sdk, table().id));
  const [params, setParams] = useSearchParams<{ add?: string }>();
  const [removed, setRemoved] = createSignal<RelationshipInfo>();
  const add = (open: boolean) => setParams({ add: open ? 'reference' : undefined });
  useShortcuts([{ keys: 'n', label: 'Add reference', group: 'References', run: () => add(true) }]);
  const of = (direction: RelationshipInfo['direction']) =>
    (answerOf(references) ?? []).filter((reference) => reference.direction === direction);
  return (
    <div class="min-h-0 flex-1 overflow-y-auto pb-8">
      <Toolbar
        actions={
          <Button variant="primary" icon={<Plus />} onClick={() => add(true)}>
            Add reference
          </Button>
        }
      >
        <p class="min-w-0 flex-1 text-xs text-muted">
          A reference (foreign key) allows only values that exist in another table.
        </p>
      </Toolbar>
      <Switch fallback={<SkeletonRows rows={3} />}>
        <Match when={references.isLoadingError}>
          <div class="max-w-xl px-4 py-4 sm:px-6">
            <ErrorNotice
              title="The references could not be listed."
              error={references.error}
              onRetry={() => void references.refetch()}
            />
          </div>
        </Match>
        <Match when={answerOf(references)}>
          <ReferencesList
            title={`What ${table().name} refers to`}
            none="No column of this table refers to another table."
            references={of('outgoing')}
            onRemove={setRemoved}
          />
          <ReferencesList
            title={`What refers to ${table().name}`}
            none="No other table refers to this one."
            references={of('incoming')}
            onRemove={setRemoved}
          />
        </Match>
      </Switch>
      <AddReferencePanel open={params.add === 'reference'} onClose={() => add(false)} />
      <Show when={removed()}>
        {(reference) => (
          <RemoveReferenceDialog reference={reference()} onClose={() => setRemoved(undefined)} />
        )}
      </Show>
    </div>
  );
}
