import type { SqlHistoryEntry } from '@selfdb/sdk';
import { createQuery, useQueryClient } from '@tanstack/solid-query';
import ClockArrowLeft from 'lucide-solid/icons/clock-arrow-left';
import { createSignal, For, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { counted, formatMilliseconds } from '../../../ui/format/numbers.ts';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { historyKey, historyQuery } from '../queries.ts';
import { QueryCard } from './query-card.tsx';

/** The server keeps the beginning of a query, and marks one that it has cut off. */
const KEPT_CHARACTERS = 8192;

interface HistoryListProps {
  search: string;
  onOpen: (entry: { query: string; run?: boolean }) => void;
}

/** Earlier runs, newest first. */
export function HistoryList(props: HistoryListProps) {
  const sdk = useSdk();
  const client = useQueryClient();
  const runs = createQuery(() => historyQuery(sdk, props.search));
  const [clearing, setClearing] = createSignal(false);
  async function clear() {
    await sdk.sql.history.clear();
    await client.invalidateQueries({ queryKey: historyKey });
  }
  return (
    <div>
      <div class="px-5">
        <ErrorNotice
          title="The history could not be listed."
          error={runs.error}
          onRetry={() => void runs.refetch()}
        />
      </div>
      <Show when={runs.data} fallback={!runs.error && <SkeletonRows />}>
        {(entries) => (
          <Show when={entries().length > 0} fallback={<NoRuns search={props.search} />}>
            <ul class="divide-y divide-line border-y border-line">
              <For each={entries()}>{(entry) => <HistoryItem entry={entry} onOpen={props.onOpen} />}</For>
            </ul>
            <div class="px-5 py-3">
              <Button size="sm" variant="danger" onClick={() => setClearing(true)}>
                Clear history
              </Button>
            </div>
          </Show>
        )}
      </Show>
      <ConfirmDialog
        open={clearing()}
        onClose={() => setClearing(false)}
        title="Clear the history?"
        action="Clear history"
        onConfirm={clear}
      >
        <p>This deletes the list of your earlier runs. Tabs and snippets stay.</p>
      </ConfirmDialog>
    </div>
  );
}

function HistoryItem(props: { entry: SqlHistoryEntry; onOpen: HistoryListProps['onOpen'] }) {
  const isWhole = () => props.entry.query.length <= KEPT_CHARACTERS;
  return (
    <QueryCard
      query={props.entry.query}
      onOpen={() => props.onOpen({ query: props.entry.query })}
      {...(isWhole() ? { onRun: () => props.onOpen({ query: props.entry.query, run: true }) } : {})}
    >
      <Badge tone={props.entry.success ? 'success' : 'danger'}>
        {props.entry.success ? 'ran' : 'failed'}
      </Badge>
      <time title={formatTime(props.entry.created_at)}>{formatAgo(props.entry.created_at)}</time>
      <span class="tabular">{formatMilliseconds(props.entry.execution_time_ms)}</span>
      <Show when={props.entry.row_count !== null}>
        <span class="tabular">{counted(props.entry.row_count ?? 0, 'row')}</span>
      </Show>
      <Show when={props.entry.error}>
        {(error) => <span class="w-full truncate text-danger">{error()}</span>}
      </Show>
    </QueryCard>
  );
}

function NoRuns(props: { search: string }) {
  return (
    <EmptyState
      icon={<ClockArrowLeft />}
      title={props.search ? 'No run contains this text' : 'Nothing has run yet'}
    >
      {props.search ? 'Search for another part of the query.' : 'Queries that you run appear here.'}
    </EmptyState>
  );
}
