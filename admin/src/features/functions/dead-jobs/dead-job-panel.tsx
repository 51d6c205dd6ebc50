import type { DeadJob } from '@selfdb/sdk';
import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import { For, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { prettyBody } from '../../webhooks/deliveries/pretty-body.ts';
import { triggerWord } from '../executions/execution-words.ts';
import { useRefreshFunctions } from '../queries.ts';

/** A job that was given up: why, with what it was called, and how to run it again. */
export function DeadJobPanel(props: { job: DeadJob; onClose: () => void }) {
  const sdk = useSdk();
  const refresh = useRefreshFunctions();
  const retry = createSubmission(
    () => true,
    async () => {
      await sdk.functions.retryDeadJob(props.job.function_id, props.job.id);
      showToast({ kind: 'success', title: 'The job runs again.', detail: 'Its runs are under Executions.' });
      props.onClose();
      await refresh();
    },
  );
  const facts = (): [string, string][] => [
    ['Queued', formatTime(props.job.created_at)],
    ['Given up', formatTime(props.job.died_at)],
    ['Started by', triggerWord(props.job.trigger_type)],
    ['Attempts', String(props.job.attempts)],
  ];
  return (
    <SidePanel
      open
      wide
      onClose={props.onClose}
      title="Dead job"
      description={props.job.id}
      footer={
        <Button variant="primary" icon={<RotateCcw />} busy={retry.busy()} onClick={retry.submit}>
          Run again
        </Button>
      }
    >
      <div class="space-y-5">
        <ErrorNotice title="It was not queued again." error={retry.error()} />
        <dl class="grid grid-cols-[minmax(5rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
          <For each={facts()}>
            {([name, text]) => (
              <>
                <dt class="text-muted">{name}</dt>
                <dd class="tabular">{text}</dd>
              </>
            )}
          </For>
        </dl>
        <Show when={props.job.error}>
          {(error) => (
            <p class="rounded-md bg-danger-soft px-3 py-2 text-sm wrap-anywhere text-danger">{error()}</p>
          )}
        </Show>
        <section>
          <h3 class="mb-1 text-xs font-medium text-muted">Body of the request</h3>
          <Show
            when={props.job.request_body}
            fallback={<p class="text-sm text-muted">The request had no body.</p>}
          >
            {(body) => <Code label="Body of the request" code={prettyBody(body())} copyText={body()} wrap />}
          </Show>
        </section>
      </div>
    </SidePanel>
  );
}
