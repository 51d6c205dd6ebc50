import { A } from '@solidjs/router';
import { createMemo, createSignal, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { CopyField } from '../../../ui/display/code.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { usePageState } from '../page-context.tsx';
import { realtimeProgram } from '../snippets/realtime.ts';
import { type RowTable, rowActions } from '../snippets/row-calls.ts';
import { MASK, SnippetCard, useTarget } from '../snippets/snippet-card.tsx';
import { TableChoice } from './table-choice.tsx';

/** The address and key, and programs for the rows of the chosen table. */
export function StartView(props: { onOpen: (operation: string) => void }) {
  const { table, settled } = usePageState();
  const target = useTarget();
  return (
    <div class="max-w-4xl space-y-4 p-4 sm:p-6">
      <Card title="Every request">
        <div class="space-y-3 p-4 text-sm">
          <div class="grid gap-3 sm:grid-cols-2">
            <CopyField label="Base URL" value={target(false).url} />
            <CopyField label="API key" value={target(true).apiKey} shown={MASK} />
          </div>
          <p class="text-muted">
            Send the API key in the header <code class="font-mono text-xs text-ink">X-API-Key</code>. To act
            as a user, sign in with <code class="font-mono text-xs text-ink">POST /users/token</code> and send{' '}
            <code class="font-mono text-xs text-ink">Authorization: Bearer &lt;access_token&gt;</code> as
            well. The snippets do both; you fill in the password.
          </p>
          <p class="text-muted">
            For tools and agents:{' '}
            <a class="text-link hover:underline" href="/api/openapi.json" target="_blank" rel="noreferrer">
              the description in OpenAPI 3.1
            </a>
            ,{' '}
            <a class="text-link hover:underline" href="/api/docs" target="_blank" rel="noreferrer">
              Swagger UI
            </a>
            .
          </p>
        </div>
      </Card>
      <Show when={settled()} fallback={<Skeleton class="h-80 w-full" />}>
        <Show when={table()} fallback={<NoTables />}>
          {(found) => <YourTable table={found()} onOpen={props.onOpen} />}
        </Show>
      </Show>
    </div>
  );
}

function NoTables() {
  return (
    <EmptyState
      title="No tables yet"
      action={
        <A href="/tables" class="text-link hover:underline">
          Create table
        </A>
      }
    >
      The snippets here use the names and columns of your tables.
    </EmptyState>
  );
}

function YourTable(props: {
  table: RowTable & { realtime_enabled: boolean };
  onOpen: (operation: string) => void;
}) {
  const { around } = usePageState();
  const [chosen, setChosen] = createSignal('read');
  const actions = createMemo(() => rowActions(props.table, around()));
  const action = () => actions().find(({ id }) => id === chosen());
  const options = () => [
    ...actions().map(({ id, label }) => ({ value: id, label })),
    { value: 'watch', label: 'Watch' },
  ];
  return (
    <Card title="Your tables">
      <div class="space-y-3 p-4">
        <div class="flex flex-wrap items-end justify-between gap-3">
          <TableChoice path="/tables/{id}" />
          <Segmented label="What to do with rows" options={options()} value={chosen()} onChange={setChosen} />
        </div>
        <SnippetCard
          calls={actions().flatMap(({ id, call }) => (id === chosen() ? [call] : []))}
          program={chosen() === 'watch' ? (target) => realtimeProgram(target, props.table.name) : undefined}
        />
        <Show when={chosen() === 'watch' && !props.table.realtime_enabled}>
          <p class="text-sm text-warning">
            This table has no realtime yet. Switch it on in the{' '}
            <A class="underline" href={`/tables/${encodeURIComponent(props.table.name)}/settings`}>
              settings of the table
            </A>
            .
          </p>
        </Show>
        <Show when={action()}>
          {(found) => (
            <Button size="sm" onClick={() => props.onOpen(found().call.operationId)}>
              All about this operation
            </Button>
          )}
        </Show>
      </div>
    </Card>
  );
}
