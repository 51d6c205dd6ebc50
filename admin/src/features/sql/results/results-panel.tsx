import Play from 'lucide-solid/icons/play';
import { createEffect, lazy, Match, Suspense, Switch } from 'solid-js';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { Keys } from '../../../ui/display/keys.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import type { SqlRun } from '../run/runs.ts';
import { FailedNotice, RunningNotice } from './run-notice.tsx';

// Its grid, plan and export are needed when a query has run.
const Answer = lazy(() => import('./answer.tsx'));

interface ResultsPanelProps {
  run: SqlRun | undefined;
  fileName: string;
  onShowError: () => void;
}

/** What the last run of a tab gave. */
export function ResultsPanel(props: ResultsPanelProps) {
  const when = <K extends SqlRun['status']>(status: K) =>
    props.run?.status === status ? (props.run as Extract<SqlRun, { status: K }>) : undefined;
  createEffect(() => when('running') && void Answer.preload());
  return (
    <section aria-label="Result" class="flex min-h-0 flex-1 flex-col">
      <Switch
        fallback={
          <EmptyState icon={<Play />} title="Run a query to see its rows">
            <Keys keys="Mod+Enter" /> runs the statement at the cursor, or what is selected.
          </EmptyState>
        }
      >
        <Match when={when('running')}>
          {(run) => <RunningNotice startedAt={run().startedAt} onCancel={() => run().cancel()} />}
        </Match>
        <Match when={when('cancelled')}>
          <p role="status" class="p-4 text-muted">
            Cancelled. The statements of this run changed nothing, unless one of them can't run in a
            transaction.
          </p>
        </Match>
        <Match when={when('failed')}>
          {(run) => (
            <FailedNotice
              error={run().error}
              source={run().source}
              line={run().line}
              onShow={props.onShowError}
            />
          )}
        </Match>
        <Match when={when('done')}>
          {(run) => (
            <Suspense fallback={<SkeletonRows rows={4} />}>
              <Answer answer={run().answer} fileName={props.fileName} />
            </Suspense>
          )}
        </Match>
      </Switch>
    </section>
  );
}
