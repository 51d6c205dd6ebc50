import type { DeadJob } from '@selfdb/sdk';
import { useSearchParams } from '@solidjs/router';
import { createInfiniteQuery } from '@tanstack/solid-query';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { Match, Show, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { type ListColumn, ListTable } from '../../../ui/display/list-table.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { answerOf } from '../../tables/queries.ts';
import { triggerWord } from '../executions/execution-words.ts';
import { useFunction } from '../page/function-context.tsx';
import { deadJobsQuery } from '../queries.ts';
import { DeadJobPanel } from './dead-job-panel.tsx';

/** The jobs of the function that were given up: why, and how to run them again. */
export default function DeadJobsPage() {
  const sdk = useSdk();
  const { fn } = useFunction();
  const [params, setParams] = useSearchParams<Record<string, string>>();
  const list = createInfiniteQuery(() => deadJobsQuery(sdk, fn().id));
  const loaded = () => answerOf(list)?.pages.flat();
  const close = () => setParams({ job: undefined }, { scroll: false });
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <Show when={list.error}>
        <div class="max-w-2xl px-4 py-4 sm:px-6">
          <ErrorNotice
            title="The dead jobs could not be listed."
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
          <EmptyState icon={<CircleCheck />} title="No dead jobs">
            Runs for schedules, events and changes of tables that fail as often as they may are kept here.
            Those of webhooks are under their deliveries.
          </EmptyState>
        </Match>
        <Match when={loaded()}>{(jobs) => <DeadJobsTable jobs={jobs()} />}</Match>
      </Switch>
      <Show when={list.hasNextPage}>
        <footer class="flex justify-center border-t border-line px-4 py-3">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load more
          </Button>
        </footer>
      </Show>
      <Show when={loaded()?.find(({ id }) => id === params.job)}>
        {(job) => <DeadJobPanel job={job()} onClose={close} />}
      </Show>
    </div>
  );
}

function DeadJobsTable(props: { jobs: DeadJob[] }) {
  const [, setParams] = useSearchParams<Record<string, string>>();
  const columns: ListColumn<DeadJob>[] = [
    {
      id: 'died',
      header: 'Given up',
      cell: (job) => (
        <button
          type="button"
          class="font-medium whitespace-nowrap hover:text-link"
          title={formatTime(job.died_at)}
          onClick={() => setParams({ job: job.id }, { scroll: false })}
        >
          <time datetime={job.died_at}>{formatAgo(job.died_at)}</time>
          <span class="sr-only"> {job.id}</span>
        </button>
      ),
    },
    {
      id: 'trigger',
      header: 'Started by',
      cell: ({ trigger_type }) => <span class="text-muted">{triggerWord(trigger_type)}</span>,
    },
    { id: 'attempts', header: 'Attempts', align: 'right', wideOnly: true, cell: ({ attempts }) => attempts },
    {
      id: 'error',
      header: 'Error',
      cell: ({ error }) => (
        <span class="block max-w-xl truncate text-muted" title={error ?? undefined}>
          {error}
        </span>
      ),
    },
  ];
  return <ListTable label="Dead jobs" columns={columns} items={props.jobs} />;
}
