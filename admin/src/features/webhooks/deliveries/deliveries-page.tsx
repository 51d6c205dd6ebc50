import { useSearchParams } from '@solidjs/router';
import { createInfiniteQuery } from '@tanstack/solid-query';
import Inbox from 'lucide-solid/icons/inbox';
import { Match, Show, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { LiveMark } from '../../../ui/display/badge.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { Toolbar, toolbarSelect } from '../../../ui/navigation/toolbar.tsx';
import { answerOf } from '../../tables/queries.ts';
import { isOutbound } from '../direction.ts';
import { useWebhook } from '../page/webhook-context.tsx';
import { deliveriesQuery } from '../queries.ts';
import { AddressLine } from './address-line.tsx';
import { DeliveriesTable } from './deliveries-table.tsx';
import { DeliveryPanel } from './delivery-panel.tsx';
import { DELIVERY_FILTERS, readDeliveryStatus } from './delivery-words.ts';

/** What has come to the webhook, newest first, and one delivery in detail. */
export default function DeliveriesPage() {
  const sdk = useSdk();
  const { webhook } = useWebhook();
  const [params, setParams] = useSearchParams<Record<string, string>>();
  const status = () => readDeliveryStatus(params.status);
  const list = createInfiniteQuery(() => deliveriesQuery(sdk, webhook().id, status()));
  const loaded = () => answerOf(list)?.pages.flat();
  const filter = (value: string | undefined) =>
    setParams({ status: value }, { replace: true, scroll: false });
  const linkTo = ({ id }: { id: string }) =>
    `?${new URLSearchParams({ ...(params as Record<string, string>), delivery: id })}`;
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <AddressLine webhook={webhook()} />
      <Toolbar actions={<LiveMark isLive={list.isSuccess} isLost={list.isRefetchError} />}>
        <Select
          class={toolbarSelect}
          label="Status"
          hideLabel
          options={DELIVERY_FILTERS}
          value={status() ?? 'any'}
          onChange={(value) => filter(value === 'any' ? undefined : value)}
        />
      </Toolbar>
      <Show when={list.error}>
        <div class="max-w-2xl px-4 py-4 sm:px-6">
          <ErrorNotice
            title="The deliveries could not be listed."
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        </div>
      </Show>
      <Switch>
        <Match when={list.isPending}>
          <SkeletonRows />
        </Match>
        <Match when={loaded()?.length === 0 && status()}>
          <EmptyState
            icon={<Inbox />}
            title="No delivery matches"
            action={<Button onClick={() => filter(undefined)}>Show all deliveries</Button>}
          />
        </Match>
        <Match when={loaded()?.length === 0}>
          <EmptyState
            icon={<Inbox />}
            title="No deliveries yet"
            action={
              <Show when={!isOutbound(webhook())}>
                <Button onClick={() => setParams({ show: 'test' }, { replace: true })}>
                  Send test request
                </Button>
              </Show>
            }
          >
            {isOutbound(webhook())
              ? 'Each change of a row that is sent appears here.'
              : 'Each request that is signed as it should be appears here. Refused ones are in the logs.'}
          </EmptyState>
        </Match>
        <Match when={loaded()}>
          {(deliveries) => <DeliveriesTable deliveries={deliveries()} linkTo={linkTo} />}
        </Match>
      </Switch>
      <Show when={list.hasNextPage}>
        <div class="flex justify-center border-t border-line px-4 py-3">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load more
          </Button>
        </div>
      </Show>
      <Show keyed when={params.delivery}>
        {(id) => (
          <DeliveryPanel
            deliveryId={id}
            onClose={() => setParams({ delivery: undefined }, { scroll: false })}
          />
        )}
      </Show>
    </div>
  );
}
