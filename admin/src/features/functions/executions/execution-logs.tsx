import type { FunctionLog } from '@selfdb/sdk';
import { createQuery } from '@tanstack/solid-query';
import { For, Match, Show, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { formatExactClock } from '../../../ui/format/times.ts';
import { answerOf } from '../../tables/queries.ts';
import { executionLogsQuery } from '../queries.ts';

const LOOK: Partial<Record<FunctionLog['log_level'], string>> = {
  error: 'text-danger',
  warn: 'text-warning',
  debug: 'text-muted',
};

interface ExecutionLogsProps {
  functionId: string;
  executionId: string;
  hasEnded: boolean;
  /** Whether the function wrote more than is kept. */
  isCut: boolean;
}

/** What an execution wrote to the log. */
export function ExecutionLogs(props: ExecutionLogsProps) {
  const sdk = useSdk();
  const logs = createQuery(() =>
    executionLogsQuery(sdk, props.functionId, props.executionId, props.hasEnded),
  );
  return (
    <section aria-label="Logs of the execution">
      <h3 class="mb-1 text-xs font-medium text-muted">Logs</h3>
      <Switch fallback={<Skeleton class="h-8 w-full" />}>
        <Match when={logs.error}>
          <ErrorNotice title="The logs could not be read." error={logs.error} />
        </Match>
        <Match when={answerOf(logs)?.length === 0}>
          <p class="text-sm text-muted">
            {props.hasEnded ? 'It wrote nothing to the log.' : 'Its logs appear when it has ended.'}
          </p>
        </Match>
        <Match when={answerOf(logs)}>
          {(lines) => (
            <ol class="max-h-96 overflow-y-auto rounded-md border border-line bg-canvas py-2 font-mono text-xs leading-5">
              <For each={lines()}>
                {(line) => (
                  <li class={`flex gap-3 px-3 ${LOOK[line.log_level] ?? ''}`}>
                    <time class="tabular shrink-0 text-muted" datetime={line.timestamp}>
                      {formatExactClock(line.timestamp)}
                    </time>
                    <span class="w-10 shrink-0">{line.log_level}</span>
                    <span class="min-w-0 wrap-anywhere whitespace-pre-wrap">{line.message}</span>
                  </li>
                )}
              </For>
            </ol>
          )}
        </Match>
      </Switch>
      <Show when={props.isCut}>
        <p class="mt-1 text-xs text-muted">It wrote more than is kept.</p>
      </Show>
    </section>
  );
}
