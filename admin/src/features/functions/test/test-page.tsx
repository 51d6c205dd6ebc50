import { A } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Send from 'lucide-solid/icons/send-horizontal';
import { createSignal, onCleanup, Show } from 'solid-js';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Keys } from '../../../ui/display/keys.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { AnswerView } from '../../api-reference/try/answer-view.tsx';
import { answerOf } from '../../tables/queries.ts';
import { draftOf } from '../code/drafts.ts';
import { ExecutionLogs } from '../executions/execution-logs.tsx';
import { ExecutionStatus } from '../executions/executions-table.tsx';
import { useFunction } from '../page/function-context.tsx';
import { executionPath } from '../paths.ts';
import { executionQuery, hasEnded, useRefreshFunctions } from '../queries.ts';
import { RequestFields } from './request-fields.tsx';
import { lastAnswerOf, sendTest, type TestAnswer } from './send-test.ts';
import { headersProblem, requestOf } from './test-request.ts';

/** A form that calls the function, with its answer and what the execution logged. */
export default function TestPage() {
  const sdk = useSdk();
  const { fn } = useFunction();
  const refresh = useRefreshFunctions();
  const [busy, setBusy] = createSignal<AbortController>();
  const [error, setError] = createSignal<unknown>();
  onCleanup(() => busy()?.abort());
  async function send() {
    if (busy() || headersProblem(requestOf(fn().id).headers)) return;
    const stopper = new AbortController();
    setBusy(stopper);
    setError(undefined);
    try {
      await sendTest(sdk, fn(), requestOf(fn().id), stopper.signal);
      void refresh();
    } catch (cause) {
      if (!stopper.signal.aborted) setError(cause);
    } finally {
      setBusy(undefined);
    }
  }
  useShortcuts([{ keys: 'Mod+Enter', label: 'Send the test', group: 'Function', run: () => void send() }]);
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <div class="grid items-start gap-4 px-4 py-4 pb-10 sm:px-6 xl:grid-cols-2">
        <Card title="Request">
          <form
            class="space-y-4 p-4"
            onSubmit={(event) => {
              event.preventDefault();
              void send();
            }}
          >
            <RequestFields functionId={fn().id} />
            <div class="flex flex-wrap items-center gap-3">
              <Button type="submit" variant="primary" icon={<Send />} busy={busy() !== undefined}>
                Send
              </Button>
              <Show
                when={busy()}
                fallback={
                  <span class="pointer-coarse:hidden">
                    <Keys keys="Mod+Enter" />
                  </span>
                }
              >
                {(stopper) => <Button onClick={() => stopper().abort()}>Cancel</Button>}
              </Show>
            </div>
            <p class="text-xs text-muted">
              You are the caller.{' '}
              <Show when={draftOf(fn())}>
                What was typed and not saved does not run: version {fn().deployed_version} does.
              </Show>
            </p>
          </form>
        </Card>
        <div class="min-w-0 space-y-4">
          <ErrorNotice title="The function did not run." error={error()} />
          <Show
            when={lastAnswerOf(fn().id)}
            fallback={
              <Show when={!error()}>
                <p class="py-10 text-center text-sm text-muted">The answer and its logs appear here.</p>
              </Show>
            }
          >
            {(answer) => (
              <>
                <AnswerView answer={answer()} />
                <ExecutionCard answer={answer()} />
              </>
            )}
          </Show>
        </div>
      </div>
    </div>
  );
}

function ExecutionCard(props: { answer: TestAnswer }) {
  const sdk = useSdk();
  const { fn } = useFunction();
  const query = createQuery(() => executionQuery(sdk, fn().id, props.answer.executionId));
  const execution = () => answerOf(query) ?? undefined;
  return (
    <Card title="Execution">
      <div class="space-y-3 p-4">
        <p class="flex flex-wrap items-center gap-3 text-sm">
          <Show when={execution()}>{(found) => <ExecutionStatus status={found().status} />}</Show>
          <A
            href={executionPath(fn().id, props.answer.executionId)}
            class="min-w-0 truncate font-mono text-xs text-link hover:underline"
          >
            {props.answer.executionId}
          </A>
        </p>
        <Show when={execution()?.error_message}>
          {(message) => <p class="text-sm wrap-anywhere text-danger">{message()}</p>}
        </Show>
        <ExecutionLogs
          functionId={fn().id}
          executionId={props.answer.executionId}
          hasEnded={hasEnded(execution())}
          isCut={execution()?.logs_truncated ?? false}
        />
      </div>
    </Card>
  );
}
