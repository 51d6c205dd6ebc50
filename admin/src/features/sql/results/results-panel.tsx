import { useSearchParams } from '@solidjs/router';
import Play from 'lucide-solid/icons/play';
import { Match, Show, Switch } from 'solid-js';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { Keys } from '../../../ui/display/keys.tsx';
import { Tabs } from '../../../ui/display/tabs.tsx';
import type { SqlRun } from '../run/runs.ts';
import { Messages } from './messages.tsx';
import { ResultView } from './result-view.tsx';
import { FailedNotice, RunningNotice } from './run-notice.tsx';

interface ResultsPanelProps {
  run: SqlRun | undefined;
  fileName: string;
  onShowError: () => void;
}

/** What the last run of a tab gave. */
export function ResultsPanel(props: ResultsPanelProps) {
  const when = <K extends SqlRun['status']>(status: K) =>
    props.run?.status === status ? (props.run as Extract<SqlRun, { status: K }>) : undefined;
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
          {(run) => <Answer answer={run().answer} fileName={props.fileName} />}
        </Match>
      </Switch>
    </section>
  );
}

type Done = Extract<SqlRun, { status: 'done' }>;

/** The result sets as tabs, the messages as the last of them. */
function Answer(props: { answer: Done['answer']; fileName: string }) {
  const [search, setSearch] = useSearchParams<{ set?: string; look?: string }>();
  const sets = () => props.answer.results.filter(({ columns }) => columns.length > 0);
  const chosen = () => {
    if (search.set === 'messages' || sets().length === 0) return 'messages';
    return sets()[Number(search.set ?? 1) - 1] ? (search.set ?? '1') : '1';
  };
  const shown = () => sets()[Number(chosen()) - 1];
  const tabs = () => [
    ...sets().map(({ command, rows }, index) => ({
      id: String(index + 1),
      label: sets().length > 1 ? `${index + 1}. ${command}` : command,
      count: rows.length,
    })),
    { id: 'messages', label: 'Messages', count: props.answer.notices.length || undefined },
  ];
  return (
    <Tabs
      label="Results"
      tabs={tabs()}
      value={chosen()}
      onChange={(set) => setSearch({ set }, { replace: true })}
    >
      <Show when={shown()} fallback={<Messages answer={props.answer} />}>
        {(result) => (
          <ResultView
            result={result()}
            executionMs={props.answer.execution_time_ms}
            look={search.look}
            onLook={(look) => setSearch({ look }, { replace: true })}
            fileName={props.fileName}
          />
        )}
      </Show>
    </Tabs>
  );
}
