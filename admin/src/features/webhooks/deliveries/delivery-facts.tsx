import type { WebhookDelivery } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import { For, type JSX } from 'solid-js';
import { formatBytes, formatMilliseconds } from '../../../ui/format/numbers.ts';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { executionPath } from '../../functions/paths.ts';
import { DeliveryState } from './delivery-state.tsx';
import { deliveryWords, outboundHint } from './delivery-words.ts';
import { eventOf } from './event-of.ts';

/** How a delivery came and how it went, fact by fact. */
export function DeliveryFacts(props: { delivery: WebhookDelivery }) {
  const facts = (): [string, JSX.Element][] => {
    const { delivery } = props;
    return [
      ['Status', <Status delivery={delivery} />],
      [
        isSent(delivery) ? 'Changed' : 'Received',
        `${formatTime(delivery.received_at)} (${formatAgo(delivery.received_at)})`,
      ],
      ['Event', eventOf(delivery)],
      ['Signature', isSent(delivery) ? '' : delivery.signature_valid ? 'valid' : 'not signed'],
      ['Attempt', delivery.delivery_attempt || ''],
      ['Retries', delivery.retry_count || ''],
      ['Next attempt', delivery.next_retry_at && formatTime(delivery.next_retry_at)],
      ['Answer', delivery.response_status_code],
      ['Took', delivery.execution_time_ms === null ? '' : formatMilliseconds(delivery.execution_time_ms)],
      ['Execution', <Execution delivery={delivery} />],
      ['Sender', delivery.source_ip],
      [isSent(delivery) ? 'Message ID' : 'Provider’s ID', delivery.provider_delivery_id],
      ['Size', formatBytes(delivery.request_body_bytes)],
    ];
  };
  return (
    <dl class="grid grid-cols-[minmax(5rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
      <For each={facts().filter(([, fact]) => fact !== '' && fact !== null)}>
        {([name, fact]) => (
          <>
            <dt class="text-muted">{name}</dt>
            <dd class="min-w-0 wrap-anywhere">{fact}</dd>
          </>
        )}
      </For>
    </dl>
  );
}

/** Whether it is outbound: those run no function. */
function isSent({ function_id: fn }: WebhookDelivery): boolean {
  return fn === null;
}

function Status(props: { delivery: WebhookDelivery }) {
  const hint = () =>
    isSent(props.delivery) ? outboundHint(props.delivery.status) : deliveryWords(props.delivery.status)?.hint;
  return (
    <span class="flex flex-wrap items-center gap-2">
      <DeliveryState status={props.delivery.status} />
      <span class="text-xs text-muted">{hint()}</span>
    </span>
  );
}

function Execution(props: { delivery: WebhookDelivery }) {
  const { function_id: fn, function_execution_id: execution } = props.delivery;
  if (!fn || !execution) return null;
  return (
    <A href={executionPath(fn, execution)} class="text-link hover:underline">
      Show the execution
    </A>
  );
}
