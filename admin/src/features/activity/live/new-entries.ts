import type { AuditEntry, AuditQuery, SelfDB } from '@selfdb/sdk';
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { newEntries } from '../queries.ts';

const EVERY_MS = 3000;
/** An entry appears when its transaction commits, a little after the time in its id. */
const OVERLAP_MS = 5000;

interface NewEntriesOptions {
  filters: Accessor<AuditQuery | undefined>;
  /** The time of the newest entry that is known, in milliseconds; undefined until the first page is there. */
  newest: Accessor<number | undefined>;
  paused: Accessor<boolean>;
}

/** Entries that came after the first page, newest first, and whether the last question was answered. Asks every three seconds while the page is in sight. */
export function createNewEntries(sdk: SelfDB, { filters, newest, paused }: NewEntriesOptions) {
  const [entries, setEntries] = createSignal<AuditEntry[]>([]);
  const [isAnswered, setIsAnswered] = createSignal(true);
  createEffect(on(filters, () => setEntries([])));
  createEffect(
    on([filters, paused, () => newest() === undefined], ([query, isPaused, isUnknown]) => {
      if (!query || isPaused || isUnknown) return;
      const abort = new AbortController();
      let timer: ReturnType<typeof setTimeout>;
      const ask = async () => {
        if (document.visibilityState === 'visible') {
          const known = entries()[0];
          const since = (known ? Date.parse(known.at) : (newest() ?? Date.now())) - OVERLAP_MS;
          // What fails now is asked again.
          const found = await newEntries(sdk, query, Math.max(since, 0), abort.signal).catch(() => undefined);
          if (abort.signal.aborted) return;
          setIsAnswered(found !== undefined);
          if (found?.length) setEntries((before) => merge(found, before));
        }
        if (!abort.signal.aborted) timer = setTimeout(ask, EVERY_MS);
      };
      timer = setTimeout(ask, EVERY_MS);
      onCleanup(() => {
        abort.abort();
        clearTimeout(timer);
      });
    }),
  );
  return { entries, isAnswered };
}

/** Both lists, newest first, each entry once. One that has not changed stays the same object. */
export function merge(found: AuditEntry[], before: AuditEntry[]): AuditEntry[] {
  const byId = new Map(before.map((entry) => [entry.id, entry]));
  let isChanged = false;
  for (const entry of found) {
    if (byId.get(entry.id)?.count === entry.count) continue;
    byId.set(entry.id, entry);
    isChanged = true;
  }
  return isChanged ? [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1)) : before;
}
