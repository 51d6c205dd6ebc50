import { ConflictError, type SqlTab } from '@selfdb/sdk';
import { createQuery, useQueryClient } from '@tanstack/solid-query';
import { createMemo, createSignal, onCleanup } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { tabsKey, tabsQuery } from '../queries.ts';
import { freshName, inOrder, movesTo } from './tab-order.ts';
import { createTabSaver, type SaveState } from './tab-saver.ts';

/** A text as this window knows it, and the version of the tab that holds it. */
interface LocalText {
  text: string;
  version: string;
}

/** The administrator's tabs: kept on the server, edited here, saved a moment after each edit. */
export function useSqlTabs() {
  const sdk = useSdk();
  const client = useQueryClient();
  const query = createQuery(() => tabsQuery(sdk, client));
  const [local, setLocal] = createStore<Record<string, LocalText | undefined>>({});
  const [states, setStates] = createStore<Record<string, SaveState | undefined>>({});
  const [revision, setRevision] = createSignal(0);
  const cached = () => client.getQueryData<SqlTab[]>(tabsKey) ?? [];
  const update = (change: (tabs: SqlTab[]) => SqlTab[]) =>
    client.setQueryData<SqlTab[]>(tabsKey, (tabs) => change(tabs ?? []));

  const saver = createTabSaver({
    async patch(id, change) {
      // What was asked before this write must not replace it afterwards.
      await client.cancelQueries({ queryKey: tabsKey });
      return sdk.sql.tabs.update(id, change);
    },
    knownVersion: (id) => cached().find((tab) => tab.id === id)?.updated_at,
    onSaved(saved) {
      setLocal(saved.id, (known) => known && { ...known, version: saved.updated_at });
      update((tabs) => tabs.map((tab) => (tab.id === saved.id ? saved : tab)));
    },
    onState: (id, state) => setStates(id, state),
    isConflict: (error) => error instanceof ConflictError,
    schedule(run, delayMs) {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  });

  const flush = () => void saver.flush();
  const onHide = () => document.visibilityState === 'hidden' && flush();
  const onUnload = (event: BeforeUnloadEvent) => saver.hasDrafts() && event.preventDefault();
  document.addEventListener('visibilitychange', onHide);
  window.addEventListener('beforeunload', onUnload);
  onCleanup(() => {
    window.removeEventListener('beforeunload', onUnload);
    document.removeEventListener('visibilitychange', onHide);
    flush();
  });

  const tabs = createMemo(() => inOrder(query.data ?? []));
  /** An edit of this window counts until another window has saved a later one. */
  function text(id: string): string {
    revision();
    const mine = local[id];
    const tab = query.data?.find((candidate) => candidate.id === id);
    if (!mine) return tab?.query ?? '';
    return saver.draft(id) === undefined && tab && tab.updated_at > mine.version ? tab.query : mine.text;
  }

  return {
    query,
    tabs,
    text,
    state: (id: string): SaveState => states[id] ?? 'saved',
    edit(id: string, next: string): void {
      if (next === text(id)) return;
      const version = cached().find((tab) => tab.id === id)?.updated_at ?? '';
      saver.edit(id, next);
      setLocal(id, { text: next, version });
    },
    async create(given: { name?: string; query: string; position?: number }): Promise<SqlTab> {
      const name = given.name ?? freshName(cached().map((tab) => tab.name));
      await client.cancelQueries({ queryKey: tabsKey });
      const tab = await sdk.sql.tabs.create({ ...given, name });
      update((all) => [...all, tab]);
      return tab;
    },
    async close(id: string): Promise<void> {
      await client.cancelQueries({ queryKey: tabsKey });
      await saver.remove(id, () => sdk.sql.tabs.delete(id));
      update((all) => all.filter((tab) => tab.id !== id));
      setLocal(id, undefined);
    },
    rename: (id: string, name: string): Promise<void> => saver.change(id, { name }),
    async move(id: string, index: number): Promise<void> {
      const moves = movesTo(cached(), id, index);
      const positions = new Map(moves.map((move) => [move.id, move.position]));
      update((all) => all.map((tab) => ({ ...tab, position: positions.get(tab.id) ?? tab.position })));
      await Promise.all(moves.map((move) => saver.change(move.id, { position: move.position })));
    },
    /** Writes the text of this window over another's. */
    keepMine: (id: string): Promise<void> => saver.overwrite(id),
    /** Takes the text of another window. */
    async takeTheirs(id: string): Promise<void> {
      saver.forget(id);
      setLocal(id, undefined);
      await query.refetch();
      setRevision((n) => n + 1);
    },
  };
}

/** The tabs and what can be done with them. */
export type SqlTabs = ReturnType<typeof useSqlTabs>;
