import type { ChangePayload } from '@selfdb/sdk';
import { createEffect, createSignal, onCleanup } from 'solid-js';
import { useRefreshTables } from '../../tables/queries.ts';
import type { RowsModel } from '../rows-model.ts';
import { isSameValue, type RowValues } from '../values/show-value.ts';
import { isNarrowed } from '../view/view-state.ts';

/** Whether the changes of others arrive. */
export type LiveState = 'off' | 'joining' | 'live' | 'failed';

/** Shows what others change: new values at once, new and deleted rows when the person asks for them. */
export function createLiveChanges(rows: RowsModel) {
  const [state, setState] = createSignal<LiveState>('off');
  const [waiting, setWaiting] = createSignal({ added: 0, removed: 0 });
  const refreshTables = useRefreshTables();
  const keyOf = (row: RowValues) => rows.keyOf(row);

  function update(changed: RowValues) {
    const key = keyOf(changed);
    rows.source.change((row) => {
      if (keyOf(row) !== key) return row;
      // A generated column is missing from a change; what is known of it stays.
      const names = Object.keys(changed).filter(
        (name) => !isSameValue(row[name] ?? null, changed[name] ?? null),
      );
      if (names.length === 0) return row;
      rows.changed.add(row, names);
      return { ...row, ...changed };
    });
  }

  function onChange(change: ChangePayload) {
    if (change.event === 'UPDATE' && change.new) update(change.new);
    if (change.event === 'INSERT' && change.new && !isOwn(change.new)) count('added');
    if (change.event === 'DELETE' && change.old && isKept(change.old)) count('removed');
  }
  const isKept = (row: RowValues) => rows.source.find((kept) => keyOf(kept) === keyOf(row)) !== undefined;
  /** A row that this page has added is in the list by now. */
  const isOwn = (row: RowValues) => isKept(row);
  const count = (what: 'added' | 'removed') => setWaiting((old) => ({ ...old, [what]: old[what] + 1 }));

  async function refresh() {
    setWaiting({ added: 0, removed: 0 });
    await rows.source.refresh();
  }

  createEffect(() => {
    if (!rows.table().realtime_enabled || !rows.edits.canEdit()) return setState('off');
    const channel = rows.sdk.realtime.channel(`table:${rows.table().name}`);
    // The table may have other columns now.
    const onGap = () => void Promise.all([refresh(), refreshTables()]);
    channel.on('*', onChange);
    channel.on('gap', onGap);
    setState('joining');
    channel.subscribe().then(
      () => setState('live'),
      () => setState('failed'),
    );
    onCleanup(() => {
      channel.off('*', onChange);
      channel.off('gap', onGap);
    });
  });

  return {
    state,
    waiting,
    refresh,
    /** Whether new rows may not be in this view, because a search or a filter leaves rows out. */
    mayBeOutside: () => isNarrowed(rows.view),
  };
}

export type LiveChanges = ReturnType<typeof createLiveChanges>;
