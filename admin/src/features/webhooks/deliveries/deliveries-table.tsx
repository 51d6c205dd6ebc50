import type { WebhookDelivery } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import { type ListColumn, ListTable } from '../../../ui/display/list-table.tsx';
import { formatBytes, formatMilliseconds } from '../../../ui/format/numbers.ts';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { DeliveryState } from './delivery-state.tsx';
import { eventOf } from './event-of.ts';

interface DeliveriesTableProps {
  deliveries: WebhookDelivery[];
  /** The link that opens a delivery. */
  linkTo: (delivery: WebhookDelivery) => string;
}

/** The deliveries, a row each. */
export function DeliveriesTable(props: DeliveriesTableProps) {
  const columns: ListColumn<WebhookDelivery>[] = [
    {
      id: 'received',
      header: 'Received',
      cell: (delivery) => (
        <A
          href={props.linkTo(delivery)}
          noScroll
          class="font-medium whitespace-nowrap hover:text-link hover:underline"
        >
          <time datetime={delivery.received_at} title={formatAgo(delivery.received_at)}>
            {formatTime(delivery.received_at)}
          </time>
        </A>
      ),
    },
    { id: 'status', header: 'Status', cell: ({ status }) => <DeliveryState status={status} /> },
    {
      id: 'event',
      header: 'Event',
      wideOnly: true,
      cell: (delivery) => <span class="block max-w-48 truncate font-mono text-xs">{eventOf(delivery)}</span>,
    },
    {
      id: 'answer',
      header: 'Answer',
      wideOnly: true,
      cell: ({ response_status_code: status, error_message: error }) => (
        <span class="flex max-w-80 items-baseline gap-2">
          <span class="tabular">{status ?? ''}</span>
          <Show when={error}>
            {(message) => (
              <span class="truncate text-xs text-danger" title={message()}>
                {message()}
              </span>
            )}
          </Show>
        </span>
      ),
    },
    {
      id: 'attempt',
      header: 'Attempt',
      align: 'right',
      wideOnly: true,
      cell: ({ delivery_attempt: attempt }) => attempt || '',
    },
    {
      id: 'took',
      header: 'Took',
      align: 'right',
      wideOnly: true,
      cell: ({ execution_time_ms: took }) => (took === null ? '' : formatMilliseconds(took)),
    },
    {
      id: 'size',
      header: 'Size',
      align: 'right',
      wideOnly: true,
      cell: ({ request_body_bytes: size }) => formatBytes(size),
    },
  ];
  return <ListTable label="Deliveries" columns={columns} items={props.deliveries} />;
}
