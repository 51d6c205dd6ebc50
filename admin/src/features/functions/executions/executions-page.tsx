import { useSearchParams } from '@solidjs/router';
import { createInfiniteQuery, createQuery } from '@tanstack/solid-query';
import Timer from 'lucide-solid/icons/timer';
import { Match, Show, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { Toolbar, toolbarSelect } from '../../../ui/navigation/toolbar.tsx';
import { answerOf } from '../../tables/queries.ts';
import { useFunction } from '../page/function-context.tsx';
import { executionsQuery, latestExecutionsQuery } from '../queries.ts';
import { ExecutionPanel } from './execution-panel.tsx';
import { ExecutionStrip } from './execution-strip.tsx';
import { readFilter, STATUS_OPTIONS, TRIGGER_OPTIONS } from './execution-words.ts';
import { ExecutionsTable } from './executions-table.tsx';
import { MetricsLine } from './metrics-line.tsx';

/** The executions of the function: the last ones at a glance, all in a list, one in detail. */
export default function ExecutionsPage() {
  const sdk = useSdk();
  const { fn } = useFunction();
  const [params, setParams] = useSearchParams<Record<string, string>>();
  const status = () => readFilter(STATUS_OPTIONS, params.status);
  const triggerType = () => readFilter(TRIGGER_OPTIONS, params.trigger);
  const isFiltered = () => Boolean(status() ?? triggerType());
  const latest = createQuery(() => latestExecutionsQuery(sdk, fn().id));
  const list = createInfiniteQuery(() =>
    executionsQuery(sdk, fn().id, { status: status(), triggerType: triggerType() }),
  );
  const loaded = () => answerOf(list)?.pages.flat();
  const filter = (changes: Record<string, string | undefined>) =>
    setParams(changes, { replace: true, scroll: false });
  const linkTo = ({ id }: { id: string }) =>
    `?${new URLSearchParams({ ...(params as Record<string, string>), execution: id })}`;
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <Toolbar>
        <Select
          class={toolbarSelect}
          label="Status"
          hideLabel
          options={STATUS_OPTIONS}
          value={status() ?? 'any'}
          onChange={(value) => filter({ status: value === 'any' ? undefined : value })}
        />
        <Select
          class={toolbarSelect}
          label="Trigger"
          hideLabel
          options={TRIGGER_OPTIONS}
          value={triggerType() ?? 'any'}
          onChange={(value) => filter({ trigger: value === 'any' ? undefined : value })}
        />
        <MetricsLine functionId={fn().id} />
      </Toolbar>
      <Show when={answerOf(latest)?.length}>
        <ExecutionStrip
          executions={answerOf(latest) ?? []}
          onOpen={({ id }) => setParams({ execution: id }, { scroll: false })}
        />
      </Show>
      <Show when={list.error}>
        <div class="max-w-2xl px-4 py-4 sm:px-6">
          <ErrorNotice
            title="The executions could not be listed."
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        </div>
      </Show>
      <Switch>
        <Match when={list.isPending}>
          <SkeletonRows />
        </Match>
        <Match when={loaded()?.length === 0}>
          <EmptyState
            icon={<Timer />}
            title={isFiltered() ? 'No execution matches' : 'It has not run yet'}
            action={
              <Show when={isFiltered()}>
                <Button onClick={() => filter({ status: undefined, trigger: undefined })}>
                  Show all executions
                </Button>
              </Show>
            }
          >
            {isFiltered() ? '' : 'Each call and each run by a trigger appears here. Try it under Test.'}
          </EmptyState>
        </Match>
        <Match when={loaded()}>
          {(executions) => (
            <div class="mt-2">
              <ExecutionsTable executions={executions()} linkTo={linkTo} />
            </div>
          )}
        </Match>
      </Switch>
      <Show when={list.hasNextPage}>
        <footer class="flex justify-center border-t border-line px-4 py-3">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load more
          </Button>
        </footer>
      </Show>
      <Show keyed when={params.execution}>
        {(id) => (
          <ExecutionPanel
            functionId={fn().id}
            executionId={id}
            onClose={() => setParams({ execution: undefined }, { scroll: false })}
          />
        )}
      </Show>
    </div>
  );
}
