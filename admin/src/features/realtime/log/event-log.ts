import { createSignal, onCleanup } from 'solid-js';
import type { LogEntry, NewEntry } from './entry.ts';
import { keepLatest, LIMITS } from './keep-latest.ts';

/** New entries are shown together, so that thousands a second do not draw the list thousands of times. */
const FLUSH_MS = 120;

/** What happened on all topics, as far as it is kept. */
export function createEventLog() {
  const [entries, setEntries] = createSignal<LogEntry[]>([]);
  const [frozen, setFrozen] = createSignal<LogEntry[]>();
  const [received, setReceived] = createSignal(0);
  const [trimmed, setTrimmed] = createSignal(false);
  let pending: LogEntry[] = [];
  let count = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    const added = pending;
    pending = [];
    setReceived(count);
    if (added.length === 0) return;
    const kept = entries();
    const latest = keepLatest(kept, added);
    if (latest.length < kept.length + added.length) setTrimmed(true);
    setEntries(latest);
  }
  /** The ones after the last that the paused list shows. */
  function waiting(): number {
    const shown = frozen();
    if (!shown) return 0;
    const last = shown.at(-1)?.id ?? 0;
    return entries().filter(({ id }) => id > last).length;
  }
  return {
    add(entry: NewEntry) {
      count += 1;
      pending.push(Object.assign(entry, { id: count }));
      // A page in the background may be called only once a minute.
      if (pending.length >= LIMITS.entries) flush();
      else timer ??= setTimeout(flush, FLUSH_MS);
    },
    /** How many have come since the page was opened. */
    received,
    /** What the list shows: while it is paused, what there was then. */
    shown: () => frozen() ?? entries(),
    paused: () => frozen() !== undefined,
    setPaused: (isPaused: boolean) => setFrozen(isPaused ? entries() : undefined),
    waiting,
    /** Whether older entries were dropped to keep within the limits. */
    trimmed,
    clear() {
      flush();
      setEntries([]);
      setTrimmed(false);
      if (frozen()) setFrozen([]);
    },
    remove(isUnwanted: (entry: LogEntry) => boolean) {
      flush();
      setEntries((kept) => kept.filter((entry) => !isUnwanted(entry)));
      setFrozen((kept) => kept?.filter((entry) => !isUnwanted(entry)));
    },
  };
}

export type EventLog = ReturnType<typeof createEventLog>;
