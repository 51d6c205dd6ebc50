import type { ChangePayload, SelfDB } from '@selfdb/sdk';
import { createQuery } from '@tanstack/solid-query';
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import { liveTablesQuery } from '../../home/queries.ts';
import { foldChange } from '../items/fold-changes.ts';
import type { RowsItem } from '../items/item.ts';

/** Tables that are watched at once. */
const WATCHED = 100;

/** Changes of rows since the page was opened, folded, newest first; and how many tables are watched, once it is known. */
export function createRowChanges(sdk: SelfDB): {
  lines: Accessor<RowsItem[]>;
  watched: Accessor<number | undefined>;
} {
  const tables = createQuery(() => liveTablesQuery(sdk));
  const [lines, setLines] = createSignal<RowsItem[]>([]);
  createEffect(() => {
    const stops = (tables.data ?? []).slice(0, WATCHED).map(({ name }) => {
      const channel = sdk.realtime.channel(`table:${name}`);
      const add = (change: ChangePayload) => {
        const { table, event, commitTimestamp } = change;
        setLines((before) => foldChange(before, { table, event, at: Date.parse(commitTimestamp) }));
      };
      channel.on('*', add);
      // A table may have gone since it was listed; the others are told of all the same.
      channel.subscribe().catch(() => channel.off('*', add));
      return () => channel.off('*', add);
    });
    onCleanup(() => {
      for (const stop of stops) stop();
    });
  });
  return { lines, watched: () => tables.data?.length };
}
