import type { Webhook } from '@selfdb/sdk';
import { type JSX, Show } from 'solid-js';
import { CopyField } from '../../../ui/display/code.tsx';
import { formatCount } from '../../../ui/format/numbers.ts';
import { isOutbound } from '../direction.ts';
import { FunctionLink } from '../page/function-link.tsx';
import { TableLink } from '../page/table-link.tsx';
import { presetOf } from '../presets/presets.ts';
import { isLocalAddress } from './local-address.ts';

/** What a webhook is, at a glance: its address, what runs, and how it went. */
export function AddressLine(props: { webhook: Webhook }) {
  const url = () => props.webhook.url ?? '';
  return (
    <section aria-label="The webhook" class="border-b border-line px-4 py-3 sm:px-6">
      <div class="max-w-3xl">
        <CopyField
          label={isOutbound(props.webhook) ? 'Sends to' : 'Address'}
          value={props.webhook.target_url ?? url()}
        />
      </div>
      <Show when={isLocalAddress(url())}>
        <p class="mt-1 text-xs text-muted">
          Only this machine or network reaches this address. Set PUBLIC_WEBHOOK_BASE_URL to the one that the
          internet reaches.
        </p>
      </Show>
      <dl class="mt-3 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <Show
          when={isOutbound(props.webhook)}
          fallback={
            <>
              <Fact name="Provider">{providerOf(props.webhook)}</Fact>
              <Fact name="Function">
                <FunctionLink id={props.webhook.function_id} />
              </Fact>
              <Fact name="Events">{props.webhook.provider_event_type ?? 'all'}</Fact>
            </>
          }
        >
          <Fact name="Table">
            <TableLink webhook={props.webhook} />
          </Fact>
          <Fact name="Changes">{(props.webhook.operations ?? []).join(', ')}</Fact>
        </Show>
        <Count label="Deliveries" count={props.webhook.total_delivery_count} />
        <Count label="Completed" count={props.webhook.successful_delivery_count} />
        <Count label="Failed" count={props.webhook.failed_delivery_count} danger />
      </dl>
    </section>
  );
}

function providerOf({ provider }: Webhook): string {
  const preset = presetOf(provider);
  return preset.id === 'generic' ? (provider ?? 'any') : preset.label;
}

function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <div>
      <dt class="text-xs text-muted">{props.name}</dt>
      <dd class="flex min-h-5 items-center">{props.children}</dd>
    </div>
  );
}

function Count(props: { label: string; count: number; danger?: boolean }) {
  return (
    <div>
      <dt class="text-xs text-muted">{props.label}</dt>
      <dd class="tabular" classList={{ 'text-danger': props.danger && props.count > 0 }}>
        {formatCount(props.count)}
      </dd>
    </div>
  );
}
