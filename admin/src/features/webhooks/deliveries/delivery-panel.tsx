import type { WebhookDelivery } from '@selfdb/sdk';
import { createQuery } from '@tanstack/solid-query';
import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import { Match, Show, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { CopyButton } from '../../../ui/display/copy-button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { answerOf } from '../../tables/queries.ts';
import { deliveryQuery, isUnderWay, useRefreshWebhooks } from '../queries.ts';
import { DeliveryFacts } from './delivery-facts.tsx';
import { prettyBody } from './pretty-body.ts';

/** All that is known of a delivery: its request, what the function answered, and how to run it again. */
export function DeliveryPanel(props: { deliveryId: string; onClose: () => void }) {
  const sdk = useSdk();
  const refresh = useRefreshWebhooks();
  const query = createQuery(() => deliveryQuery(sdk, props.deliveryId));
  const retry = createSubmission(
    () => true,
    async () => {
      await sdk.webhooks.retryDelivery(props.deliveryId);
      showToast({ kind: 'success', title: 'The delivery runs again.' });
      await refresh();
    },
  );
  return (
    <SidePanel
      open
      wide
      onClose={props.onClose}
      title="Delivery"
      description={props.deliveryId}
      footer={
        <Show when={answerOf(query)}>
          {(delivery) => (
            <>
              <CopyButton
                size="md"
                caption="Copy as JSON"
                label="Copy as JSON"
                text={() => JSON.stringify(delivery(), null, 2)}
              />
              <Button
                variant="primary"
                icon={<RotateCcw />}
                busy={retry.busy()}
                disabled={isUnderWay(delivery()) || delivery().status === 'retry_pending'}
                onClick={retry.submit}
              >
                Run again
              </Button>
            </>
          )}
        </Show>
      }
    >
      <Switch fallback={<Skeleton class="h-24 w-full" />}>
        <Match when={query.isLoadingError}>
          <ErrorNotice
            title="The delivery could not be read."
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        </Match>
        <Match when={answerOf(query) === null}>
          <p class="text-sm text-muted">There is no such delivery. It may have been deleted by its age.</p>
        </Match>
        <Match when={answerOf(query)}>
          {(delivery) => (
            <div class="space-y-5">
              <ErrorNotice title="It was not run again." error={retry.error()} />
              <Details delivery={delivery()} />
            </div>
          )}
        </Match>
      </Switch>
    </SidePanel>
  );
}

function Details(props: { delivery: WebhookDelivery }) {
  const headers = () =>
    Object.entries(props.delivery.request_headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n');
  const answer = () => props.delivery.execution_result;
  const answerLabel = () => `Answer of the ${props.delivery.function_id === null ? 'receiver' : 'function'}`;
  const answerText = () => {
    const shown = answer();
    return typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2);
  };
  return (
    <>
      <DeliveryFacts delivery={props.delivery} />
      <Show when={props.delivery.error_message}>
        {(message) => (
          <p class="rounded-md bg-danger-soft px-3 py-2 text-sm wrap-anywhere text-danger">{message()}</p>
        )}
      </Show>
      <Show when={answer() !== null && answer() !== undefined}>
        <section>
          <h3 class="mb-1 text-xs font-medium text-muted">{answerLabel()}</h3>
          <Code label={answerLabel()} code={answerText()} wrap />
        </section>
      </Show>
      <section>
        <h3 class="mb-1 text-xs font-medium text-muted">Body of the request</h3>
        <Show
          when={props.delivery.request_body}
          fallback={<p class="text-sm text-muted">The request had no body.</p>}
        >
          {(body) => <Code label="Body of the request" code={prettyBody(body())} copyText={body()} wrap />}
        </Show>
      </section>
      <section>
        <h3 class="mb-1 text-xs font-medium text-muted">Headers of the request</h3>
        <Code label="Headers of the request" code={headers()} wrap />
      </section>
    </>
  );
}
