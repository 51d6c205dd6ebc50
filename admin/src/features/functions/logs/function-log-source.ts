import type { FunctionLog, SelfDB } from '@selfdb/sdk';
import { batch, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { collectNews } from '../../logs/source/collect-news.ts';
import type { LogSource } from '../../logs/source/log-source.ts';

type Level = FunctionLog['log_level'];

/** A line with its time under the name that lists of lines know. */
export interface FunctionLine extends FunctionLog {
  time: string;
}

const PAGE = 300;
/** What the page keeps in memory. */
const MAX_KEPT = 10_000;

type FunctionLogSource = Omit<LogSource<FunctionLine>, 'searchedTo'>;

/** Reads the log of a function, then follows it. Begins anew when the level changes. */
export function createFunctionLogSource(
  sdk: SelfDB,
  id: string,
  level: () => Level | undefined,
): FunctionLogSource {
  const [entries, setEntries] = createSignal<FunctionLine[]>([]);
  const [held, setHeld] = createSignal<FunctionLine[]>([]);
  const [state, setState] = createSignal<'loading' | 'ready' | 'failed'>('loading');
  const [error, setError] = createSignal<unknown>();
  const [followError, setFollowError] = createSignal<unknown>();
  const [hasOlder, setHasOlder] = createSignal(false);
  const [loadingOlder, setLoadingOlder] = createSignal(false);
  const [paused, setPausedSignal] = createSignal(false);
  const [attempt, setAttempt] = createSignal(0);
  let controller = new AbortController();

  const read = async (skip: number, signal: AbortSignal) => {
    const lines = await sdk.functions.logs(id, { level: level(), skip, limit: PAGE }, { signal });
    setHasOlder(lines.length === PAGE);
    return lines.map(toLine).toReversed();
  };
  function addNews(news: FunctionLine[]) {
    if (paused()) setHeld((list) => merged(list, news).slice(-MAX_KEPT));
    else setEntries((list) => merged(list, news).slice(-MAX_KEPT));
  }
  async function begin(signal: AbortSignal) {
    batch(() => {
      setState('loading');
      setError(undefined);
      setFollowError(undefined);
      setEntries([]);
      setHeld([]);
    });
    // Before the first page is read, so that no line between the two is missed.
    const following = sdk.functions.followLogs(id, { level: level(), signal });
    collectNews(lines(following), addNews, signal).catch(
      (thrown) => signal.aborted || setFollowError(thrown),
    );
    try {
      const page = await read(0, signal);
      if (signal.aborted) return;
      batch(() => {
        setEntries((news) => merged(page, news));
        setState('ready');
      });
    } catch (thrown) {
      if (signal.aborted) return;
      setError(thrown);
      setState('failed');
    }
  }
  createEffect(
    on([level, attempt], () => {
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
    hasOlder,
    loadingOlder,
    held: () => held().length,
    paused,
    setPaused(value) {
      setPausedSignal(value);
      if (value) return;
      setEntries((list) => merged(list, held()).slice(-MAX_KEPT));
      setHeld([]);
    },
    async loadOlder() {
      if (!hasOlder() || loadingOlder()) return;
      const { signal } = controller;
      setLoadingOlder(true);
      try {
        const older = await read(entries().length + held().length, signal);
        if (!signal.aborted) setEntries((list) => merged(older, list));
      } catch (thrown) {
        if (!signal.aborted) setFollowError(thrown);
      } finally {
        setLoadingOlder(false);
      }
    },
    reload: () => setAttempt((count) => count + 1),
  };
}

function toLine(log: FunctionLog): FunctionLine {
  return { ...log, time: log.timestamp };
}

async function* lines(following: AsyncIterable<FunctionLog>): AsyncGenerator<FunctionLine> {
  for await (const log of following) yield toLine(log);
}

/** The lines of both, each once. */
function merged(before: FunctionLine[], after: FunctionLine[]): FunctionLine[] {
  const known = new Set(before.map(({ id }) => id));
  const fresh = after.filter(({ id }) => !known.has(id));
  return fresh.length === 0 ? before : [...before, ...fresh];
}
