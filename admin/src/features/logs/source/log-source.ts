import type { LogEntry, LogPage, SelfDB } from '@selfdb/sdk';
import { batch, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { filterOf, type LogsView, sinceOf } from '../logs-view.ts';
import { collectNews } from './collect-news.ts';

const PAGE = 300;
/** What the page keeps in memory. */
const MAX_KEPT = 20_000;
/** A search that finds nothing goes on so often by itself. */
const MAX_EMPTY_PAGES = 10;

/** The entries of a view, and how to get more. */
export interface LogSource<T = LogEntry> {
  /** Oldest first. */
  entries: () => T[];
  state: () => 'loading' | 'ready' | 'failed';
  error: () => unknown;
  /** Undefined while it works. */
  followError: () => unknown;
  /** Whether there are older entries to look at. */
  hasOlder: () => boolean;
  loadingOlder: () => boolean;
  /** Up to when it has been searched, if not to the end. */
  searchedTo: () => string | null;
  /** Entries that came while it was paused. */
  held: () => number;
  paused: () => boolean;
  setPaused: (paused: boolean) => void;
  loadOlder: () => Promise<void>;
  reload: () => void;
}

/** Reads the logs of a view, then follows them. Begins anew when the view changes. */
export function createLogSource(sdk: SelfDB, view: () => LogsView): LogSource {
  const [entries, setEntries] = createSignal<LogEntry[]>([]);
  const [state, setState] = createSignal<'loading' | 'ready' | 'failed'>('loading');
  const [error, setError] = createSignal<unknown>();
  const [followError, setFollowError] = createSignal<unknown>();
  const [older, setOlder] = createSignal<string | null>(null);
  const [loadingOlder, setLoadingOlder] = createSignal(false);
  const [searchedTo, setSearchedTo] = createSignal<string | null>(null);
  const [held, setHeld] = createSignal<LogEntry[]>([]);
  const [paused, setPausedSignal] = createSignal(false);
  const [attempt, setAttempt] = createSignal(0);
  let controller = new AbortController();

  const read = (cursor: string | undefined, signal: AbortSignal) => {
    const { until } = view();
    const page = { limit: PAGE, cursor, since: sinceOf(view()), until };
    return sdk.system.logs({ ...filterOf(view()), ...page }, { signal });
  };

  function addOlder({ data, next_cursor, is_complete, searched_to }: LogPage) {
    setEntries((list) => [...data.toReversed(), ...list]);
    setOlder(next_cursor);
    setSearchedTo(is_complete ? null : searched_to);
  }

  /** Reads pages until one has entries. */
  async function readUntilFound(cursor: string | undefined, signal: AbortSignal): Promise<LogPage> {
    let page = await read(cursor, signal);
    const first = page.follow_cursor;
    for (let pages = 1; pages < MAX_EMPTY_PAGES; pages++) {
      if (page.data.length > 0 || page.next_cursor === null) break;
      setSearchedTo(page.searched_to);
      page = await read(page.next_cursor, signal);
    }
    return { ...page, follow_cursor: first };
  }

  function addNews(news: LogEntry[]) {
    if (paused()) setHeld((list) => [...list, ...news].slice(-MAX_KEPT));
    else setEntries((list) => [...list, ...news].slice(-MAX_KEPT));
  }

  async function begin(signal: AbortSignal) {
    batch(() => {
      setState('loading');
      setError(undefined);
      setFollowError(undefined);
      setHeld([]);
      setSearchedTo(null);
    });
    try {
      const page = await readUntilFound(undefined, signal);
      if (signal.aborted) return;
      batch(() => {
        setEntries([]);
        addOlder(page);
        setState('ready');
      });
      // What is written from now on is not before a time that is past.
      if (view().until !== undefined) return;
      const following = sdk.system.followLogs({ ...filterOf(view()), cursor: page.follow_cursor, signal });
      collectNews(following, addNews, signal).catch((thrown) => signal.aborted || setFollowError(thrown));
    } catch (thrown) {
      if (signal.aborted) return;
      setError(thrown);
      setState('failed');
    }
  }

  createEffect(
    on([() => JSON.stringify(view()), attempt], () => {
      controller.abort();
      controller = new AbortController();
      void begin(controller.signal);
    }),
  );
  onCleanup(() => controller.abort());

  return {
    entries,
    state,
    error,
    followError,
    hasOlder: () => older() !== null,
    loadingOlder,
    searchedTo,
    held: () => held().length,
    paused,
    setPaused(value) {
      setPausedSignal(value);
      if (value) return;
      setEntries((list) => [...list, ...held()].slice(-MAX_KEPT));
      setHeld([]);
    },
    async loadOlder() {
      const cursor = older();
      if (cursor === null || loadingOlder()) return;
      const { signal } = controller;
      setLoadingOlder(true);
      try {
        const page = await readUntilFound(cursor, signal);
        if (!signal.aborted) batch(() => addOlder(page));
      } catch (thrown) {
        if (!signal.aborted) setFollowError(thrown);
      } finally {
        setLoadingOlder(false);
      }
    },
    reload: () => setAttempt((count) => count + 1),
  };
}
