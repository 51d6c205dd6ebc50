import type { Webhook } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import { type ListColumn, type ListSort, ListTable } from '../../../ui/display/list-table.tsx';
import { formatCount } from '../../../ui/format/numbers.ts';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { DeliveryState } from '../deliveries/delivery-state.tsx';
import { isOutbound } from '../direction.ts';
import { FunctionLink } from '../page/function-link.tsx';
import { TableLink } from '../page/table-link.tsx';
import { WebhookState } from '../page/webhook-state.tsx';
import { webhookPath } from '../paths.ts';
import { presetOf } from '../presets/presets.ts';

interface WebhooksTableProps {
  webhooks: Webhook[];
  sort: ListSort;
  onSort: (sort: ListSort) => void;
}

/** The webhooks, a row each. */
export function WebhooksTable(props: WebhooksTableProps) {
  const columns: ListColumn<Webhook>[] = [
    { id: 'name', header: 'Name', sortable: true, cell: (webhook) => <Name webhook={webhook} /> },
    { id: 'state', header: 'State', cell: (webhook) => <WebhookState webhook={webhook} /> },
    { id: 'service', header: 'Service', wideOnly: true, cell: (webhook) => <Service webhook={webhook} /> },
    {
      id: 'function',
      header: 'Function or table',
      wideOnly: true,
      cell: (webhook) =>
        isOutbound(webhook) ? <TableLink webhook={webhook} /> : <FunctionLink id={webhook.function_id} />,
    },
    { id: 'last', header: 'Last delivery', cell: (webhook) => <LastDelivery webhook={webhook} /> },
    {
      id: 'total',
      header: 'Deliveries',
      align: 'right',
      wideOnly: true,
      cell: ({ total_delivery_count: total }) => formatCount(total),
    },
    {
      id: 'failed',
      header: 'Failed',
      align: 'right',
      wideOnly: true,
      cell: ({ failed_delivery_count: failed }) => (
        <span class={failed > 0 ? 'text-danger' : 'text-muted'}>{formatCount(failed)}</span>
      ),
    },
  ];
  return (
    <ListTable
      label="Webhooks"
      columns={columns}
      items={props.webhooks}
      sort={props.sort}
      onSort={props.onSort}
    />
  );
}

/** Who calls it, or who is called. */
function Service(props: { webhook: Webhook }) {
  const name = () => {
    const { provider, target_url: target } = props.webhook;
    if (target !== null) return `to ${URL.parse(target)?.host ?? target}`;
    const preset = presetOf(provider);
    return preset.id === 'generic' ? (provider ?? '') : preset.label;
  };
  return <span class="block max-w-48 truncate">{name()}</span>;
}

function Name(props: { webhook: Webhook }) {
  return (
    <div class="max-w-44 sm:max-w-72">
      <A
        href={webhookPath(props.webhook.id)}
        class="block truncate font-medium hover:text-link hover:underline"
      >
        {props.webhook.name}
      </A>
      <Show when={props.webhook.description}>
        <span class="block truncate text-xs text-muted">{props.webhook.description}</span>
      </Show>
    </div>
  );
}

function LastDelivery(props: { webhook: Webhook }) {
  return (
    <Show when={props.webhook.last_received_at} fallback={<span class="text-muted">none yet</span>}>
      {(at) => (
        <span class="flex flex-wrap items-center gap-x-2 max-sm:py-1">
          <DeliveryState status={props.webhook.last_delivery_status} />
          <time class="whitespace-nowrap text-muted" datetime={at()} title={formatTime(at())}>
            {formatAgo(at())}
          </time>
        </span>
      )}
    </Show>
  );
}
