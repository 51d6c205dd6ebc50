import type { ChangePayload } from '@selfdb/sdk';
import { createQuery } from '@tanstack/solid-query';
import { createEffect, createSignal, For, onCleanup, Show } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { Badge, type Tone } from '../../ui/display/badge.tsx';
import { Card } from '../../ui/display/page.tsx';
import { formatClock, formatTime } from '../../ui/format/times.ts';
import { liveTablesQuery } from './queries.ts';
import { summarize } from './summarize.ts';

const SHOWN = 50;
/** Tables that are watched at once. A person sees what happens; nobody reads hundreds of tables at once. */
const WATCHED = 30;

const TONES: Record<string, Tone> = { INSERT: 'success', UPDATE: 'accent', DELETE: 'danger' };

/** What happened last in the tables with realtime. */
export function LiveFeedCard() {
  const sdk = useSdk();
  const tables = createQuery(() => liveTablesQuery(sdk));
  const [changes, setChanges] = createSignal<ChangePayload[]>([]);
  createEffect(() => {
    const names = (tables.data ?? []).slice(0, WATCHED).map(({ name }) => name);
    const stops = names.map((name) => {
      const channel = sdk.realtime.channel(`table:${name}`);
      const add = (change: ChangePayload) => setChanges((list) => [change, ...list].slice(0, SHOWN));
      channel.on('*', add);
      // A table may have gone since it was listed; the others are told of all the same.
      channel.subscribe().catch(() => channel.off('*', add));
      return () => channel.off('*', add);
    });
    onCleanup(() => {
      for (const stop of stops) stop();
    });
  });
  return (
    <Card
      title="Live changes"
      actions={<span aria-hidden="true" class="mr-1 size-2 rounded-full bg-success" />}
    >
      <Show
        when={changes().length > 0}
        fallback={
          <p class="px-4 py-6 text-center text-muted">
            <Show
              when={tables.data?.length !== 0}
              fallback="To see changes here, turn on realtime in the settings of a table."
            >
              Changes of rows appear here the moment they are committed, no matter who makes them.
            </Show>
          </p>
        }
      >
        <ul class="max-h-80 divide-y divide-line overflow-y-auto" aria-label="Changes, newest first">
          <For each={changes()}>
            {(change) => (
              <li class="flex h-9 items-center gap-2 px-4">
                <Badge tone={TONES[change.event] ?? 'neutral'}>{change.event.toLowerCase()}</Badge>
                <span class="font-medium">{change.table}</span>
                <span class="min-w-0 flex-1 truncate font-mono text-xs text-muted">
                  {summarize(change.new ?? change.old)}
                </span>
                <time class="tabular text-xs text-muted" title={formatTime(change.commitTimestamp)}>
                  {formatClock(change.commitTimestamp)}
                </time>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}
