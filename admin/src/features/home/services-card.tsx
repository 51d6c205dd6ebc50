import { createQuery } from '@tanstack/solid-query';
import { For, Show } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { Badge } from '../../ui/display/badge.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Card } from '../../ui/display/page.tsx';
import { SkeletonRows } from '../../ui/display/skeleton.tsx';
import { formatBytes } from '../../ui/format/numbers.ts';
import { realtimeQuery, statusQuery } from './queries.ts';

/** The health of each service, and how far the change feed is behind the database. */
export function ServicesCard() {
  const sdk = useSdk();
  const status = createQuery(() => statusQuery(sdk));
  const realtime = createQuery(() => realtimeQuery(sdk));
  const services = () => Object.entries(status.data?.services ?? {});
  const lag = () => realtime.data?.feed.lag_bytes;
  return (
    <Card
      title="Services"
      actions={<span class="text-xs text-muted">{status.data && `v${status.data.version}`}</span>}
    >
      <Show
        when={!status.error}
        fallback={<Failed error={status.error} onRetry={() => void status.refetch()} />}
      >
        <Show when={status.data} fallback={<SkeletonRows rows={5} />}>
          <ul class="divide-y divide-line">
            <For each={services()}>
              {([name, service]) => (
                <li class="flex h-9 items-center justify-between px-4">
                  <span>{name}</span>
                  <Badge tone={service.state === 'ok' ? 'success' : 'danger'}>
                    {service.state === 'ok' ? 'running' : 'down'}
                  </Badge>
                </li>
              )}
            </For>
            <li
              class="flex h-9 items-center justify-between px-4"
              title="What the change feed has not read yet of the database's log"
            >
              <span>Replication lag</span>
              <span class="tabular text-muted">{lag() === undefined ? '–' : formatBytes(Number(lag()))}</span>
            </li>
          </ul>
        </Show>
      </Show>
    </Card>
  );
}

function Failed(props: { error: unknown; onRetry: () => void }) {
  return (
    <div class="p-4">
      <ErrorNotice
        title="The state of the services could not be read."
        error={props.error}
        onRetry={props.onRetry}
      />
    </div>
  );
}
