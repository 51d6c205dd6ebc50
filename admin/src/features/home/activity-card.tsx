import { A } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { For, Show } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Card } from '../../ui/display/page.tsx';
import { toItem } from '../activity/items/item.ts';
import { Line } from '../activity/timeline/line.tsx';
import { activityQuery } from './queries.ts';

/** What was done last, and a way to all of it. */
export function ActivityCard() {
  const sdk = useSdk();
  const latest = createQuery(() => activityQuery(sdk));
  return (
    <Card
      title="Activity"
      actions={
        <A href="/activity" class="px-1 text-xs text-link hover:underline">
          Show all
        </A>
      }
    >
      <Show when={latest.isLoadingError}>
        <div class="p-4">
          <ErrorNotice
            title="The activity could not be listed."
            error={latest.error}
            onRetry={() => void latest.refetch()}
          />
        </div>
      </Show>
      <Show when={latest.data} fallback={!latest.isLoadingError && <div class="h-56" />}>
        {(entries) => (
          <ul aria-label="The latest activity">
            <For each={entries()}>
              {(entry) => (
                <li>
                  <Line
                    item={toItem(entry)}
                    href={`/activity?entry=${entry.id}`}
                    now={latest.dataUpdatedAt}
                  />
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
    </Card>
  );
}
