import type { SelfDB, SqlAnswer } from '@selfdb/sdk';
import { createSignal, onCleanup } from 'solid-js';
import { type RunSettings, runSql } from './run-sql.ts';

/** The last run of a tab. */
export type SqlRun = Omit<RunRequest, 'settings'> &
  (
    | { status: 'running'; startedAt: number; cancel: () => void }
    | { status: 'done'; answer: SqlAnswer }
    | { status: 'failed'; error: unknown }
    | { status: 'cancelled' }
  );

/** What to run: a text, and where it stands in the tab's, which is where errors point. */
export interface RunRequest {
  source: string;
  offset: number;
  /** The line on which it begins, from 1. */
  line: number;
  settings: RunSettings;
}

/** The runs of all tabs. A run goes on while another tab is shown, and is cancelled when the page is left. */
export function createRuns(sdk: SelfDB, onEnd: (tabId: string, run: SqlRun) => void) {
  // A signal and not a store: a result of 100,000 rows needs no tracking inside.
  const [runs, setRuns] = createSignal<ReadonlyMap<string, SqlRun>>(new Map());
  const aborts = new Map<string, AbortController>();
  const set = (tabId: string, run: SqlRun) => setRuns((all) => new Map(all).set(tabId, run));

  async function start(tabId: string, { settings, ...common }: RunRequest): Promise<void> {
    aborts.get(tabId)?.abort();
    const abort = new AbortController();
    aborts.set(tabId, abort);
    const cancel = () => abort.abort();
    set(tabId, { ...common, status: 'running', startedAt: Date.now(), cancel });
    const ended = (run: SqlRun) => {
      if (aborts.get(tabId) !== abort) return;
      aborts.delete(tabId);
      set(tabId, run);
      onEnd(tabId, run);
    };
    try {
      const answer = await runSql(sdk, common.source, settings, abort.signal);
      ended({ ...common, status: 'done', answer });
    } catch (error) {
      ended(
        abort.signal.aborted ? { ...common, status: 'cancelled' } : { ...common, status: 'failed', error },
      );
    }
  }

  onCleanup(() => {
    for (const abort of aborts.values()) abort.abort();
  });
  return { of: (tabId: string): SqlRun | undefined => runs().get(tabId), start };
}
