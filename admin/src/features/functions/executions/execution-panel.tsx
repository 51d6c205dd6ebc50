import type { FunctionExecution } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { For, Match, Show, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { formatExactClock, formatTime } from '../../../ui/format/times.ts';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { answerOf } from '../../tables/queries.ts';
import { executionQuery, hasEnded } from '../queries.ts';
import { ExecutionLogs } from './execution-logs.tsx';
import { durationOf, triggerWord } from './execution-words.ts';
import { ExecutionStatus } from './executions-table.tsx';

interface ExecutionPanelProps {
  functionId: string;
  executionId: string;
  onClose: () => void;
}

/** All that is known of an execution: when, how long, why it failed, what it returned and logged. */
export function ExecutionPanel(props: ExecutionPanelProps) {
  const sdk = useSdk();
  const query = createQuery(() => executionQuery(sdk, props.functionId, props.executionId));
  return (
    <SidePanel open wide onClose={props.onClose} title="Execution" description={props.executionId}>
      <Switch fallback={<Skeleton class="h-24 w-full" />}>
        <Match when={query.isLoadingError}>
          <ErrorNotice
            title="The execution could not be read."
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        </Match>
        <Match when={answerOf(query) === null}>
          <p class="text-sm text-muted">
            There is no record of it: it may have begun a moment ago, or it is older than what is kept.
          </p>
        </Match>
        <Match when={answerOf(query)}>{(found) => <Details execution={found()} />}</Match>
      </Switch>
    </SidePanel>
  );
}

function Details(props: { execution: FunctionExecution }) {
  const result = () => JSON.stringify(props.execution.result, null, 2);
  return (
    <div class="space-y-5">
      <Facts execution={props.execution} />
      <Show when={props.execution.error_message}>
        {(message) => (
          <section>
            <h3 class="mb-1 text-xs font-medium text-muted">Error</h3>
            <p class="mb-2 rounded-md bg-danger-soft px-3 py-2 text-sm wrap-anywhere text-danger">
              {message()}
            </p>
            <Show when={props.execution.error_stack}>
              {(stack) => <Code label="Stack of the error" code={stack().replaceAll(/^[ \t]+/gm, '')} wrap />}
            </Show>
          </section>
        )}
      </Show>
      <Show when={props.execution.result !== null}>
        <section>
          <h3 class="mb-1 text-xs font-medium text-muted">Result</h3>
          <Code label="Result" code={result()} />
        </section>
      </Show>
      <ExecutionLogs
        functionId={props.execution.function_id}
        executionId={props.execution.id}
        hasEnded={hasEnded(props.execution)}
        isCut={props.execution.logs_truncated}
      />
    </div>
  );
}

function Facts(props: { execution: FunctionExecution }) {
  const facts = (): [string, string][] => {
    const { started_at, completed_at, trigger_type, version, attempt, response_status } = props.execution;
    return [
      ['Started', formatTime(started_at)],
      ['Ended', completed_at ? formatExactClock(completed_at) : ''],
      ['Took', durationOf(props.execution)],
      ['Started by', triggerWord(trigger_type)],
      ['Answer', response_status === null ? '' : String(response_status)],
      ['Version', String(version)],
      ['Attempt', attempt > 1 ? String(attempt) : ''],
    ];
  };
  return (
    <dl class="grid grid-cols-[minmax(5rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
      <dt class="text-muted">Status</dt>
      <dd>
        <ExecutionStatus status={props.execution.status} />
      </dd>
      <For each={facts().filter(([, text]) => text !== '')}>
        {([name, text]) => (
          <>
            <dt class="text-muted">{name}</dt>
            <dd class="tabular">{text}</dd>
          </>
        )}
      </For>
      <Show when={props.execution.user_id}>
        {(id) => (
          <>
            <dt class="text-muted">Caller</dt>
            <dd class="min-w-0 truncate">
              <A href={`/users?user=${id()}`} class="font-mono text-xs text-link hover:underline">
                {id()}
              </A>
            </dd>
          </>
        )}
      </Show>
    </dl>
  );
}
