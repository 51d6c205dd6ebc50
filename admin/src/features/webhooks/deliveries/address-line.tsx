import type { Webhook } from '@selfdb/sdk';
import { Show } from 'solid-js';
import { CopyField } from '../../../ui/display/code.tsx';
import { formatCount } from '../../../ui/format/numbers.ts';
import { FunctionLink } from '../page/function-link.tsx';
import { presetOf } from '../presets/presets.ts';
import { isLocalAddress } from './local-address.ts';

/** What a webhook is, at a glance: its address, what runs, and how it went. */
export function AddressLine(props: { webhook: Webhook }) {
  const preset = () => presetOf(props.webhook.provider);
  const url = () => props.webhook.url ?? '';
  return (
    <section aria-label="The webhook" class="border-b border-line px-4 py-3 sm:px-6">
      <div class="max-w-3xl">
        <CopyField label="Address" value={url()} />
      </div>
      <Show when={isLocalAddress(url())}>
        <p class="mt-1 text-xs text-muted">
          Only this machine or network reaches this address. Set PUBLIC_WEBHOOK_BASE_URL to the one that the
          internet reaches.
        </p>
      </Show>
      <dl class="mt-3 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <div>
          <dt class="text-xs text-muted">Provider</dt>
          <dd>{preset().id === 'generic' ? (props.webhook.provider ?? 'any') : preset().label}</dd>
        </div>
        <div>
          <dt class="text-xs text-muted">Function</dt>
          <dd class="flex h-5 items-center">
            <FunctionLink id={props.webhook.function_id} />
          </dd>
        </div>
        <div>
          <dt class="text-xs text-muted">Events</dt>
          <dd>{props.webhook.provider_event_type ?? 'all'}</dd>
        </div>
        <Count label="Deliveries" count={props.webhook.total_delivery_count} />
        <Count label="Completed" count={props.webhook.successful_delivery_count} />
        <Count label="Failed" count={props.webhook.failed_delivery_count} danger />
      </dl>
    </section>
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
