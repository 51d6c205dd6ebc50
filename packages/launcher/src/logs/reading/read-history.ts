import type { LogEntry, LogPage } from '@selfdb/shared/system/logs';
import { logPath } from '../log-file.ts';
import { BackwardReader, finishedEnd } from './backward-reader.ts';
import { fromCursor, type LogPositions, toCursor } from './log-cursor.ts';
import { createMatcher, type LogFilter } from './log-filter.ts';
import type { LogRecord } from './log-record.ts';

export interface HistoryQuery extends LogFilter {
  limit: number;
  cursor?: string | undefined;
}

/** What one request may cost. The rest is for the next request. */
interface Bounds {
  milliseconds: number;
  bytesRead: number;
  /** Of the entries that are found. */
  answerBytes: number;
}

const BOUNDS: Bounds = { milliseconds: 1500, bytesRead: 64 * 1024 * 1024, answerBytes: 2 * 1024 * 1024 };
/** The supervisor must not wait longer for a search. */
const PAUSE_AFTER_MS = 8;
/** Lines of several workers in one log are out of order by this much at most. */
const DISORDER_MS = 10_000;

interface Source {
  log: string;
  reader: BackwardReader;
}

/** The newest entries of these logs that match, merged by time. Reads from the ends, and stops when the bounds are reached. */
export async function readHistory(
  directory: string,
  logs: string[],
  { limit, cursor, ...filter }: HistoryQuery,
  bounds: Partial<Bounds> = {},
): Promise<LogPage> {
  const before: LogPositions = cursor === undefined ? new Map() : fromCursor(cursor);
  const sources = logs.map((log) => ({
    log,
    reader: new BackwardReader(logPath(directory, log), before.get(log)),
  }));
  const follow = new Map(logs.map((log) => [log, finishedEnd(logPath(directory, log))]));
  const match = createMatcher(filter);
  const data: LogEntry[] = [];
  const budget = createBudget({ ...BOUNDS, ...bounds });
  let searchedTo: number | undefined;
  let newest = newestOf(sources, filter.since);
  while (newest && data.length < limit && !budget.isSpent(sources)) {
    const { source, record } = newest;
    const entry = match(source.log, record);
    searchedTo = record.time;
    source.reader.take();
    if (entry) {
      data.push(entry);
      budget.found(record);
    }
    await budget.pause();
    newest = newestOf(sources, filter.since);
  }
  return {
    data,
    next_cursor: newest ? toCursor(new Map(sources.map(({ log, reader }) => [log, reader.position]))) : null,
    follow_cursor: toCursor(follow),
    is_complete: !newest || data.length >= limit,
    searched_to: searchedTo === undefined ? null : new Date(searchedTo).toISOString(),
  };
}

function newestOf(sources: Source[], since = Number.NEGATIVE_INFINITY) {
  let newest: { source: Source; record: LogRecord } | undefined;
  for (const source of sources) {
    const record = source.reader.peek();
    if (!record || record.time < since - DISORDER_MS) continue;
    if (!newest || record.time > newest.record.time) newest = { source, record };
  }
  return newest;
}

function createBudget({ milliseconds, bytesRead, answerBytes }: Bounds) {
  const startedAt = performance.now();
  let pausedAt = startedAt;
  let found = 0;
  return {
    found: ({ bytes }: LogRecord) => {
      found += bytes.length;
    },
    isSpent: (sources: Source[]) =>
      found > answerBytes ||
      performance.now() - startedAt > milliseconds ||
      sources.reduce((sum, { reader }) => sum + reader.bytesRead, 0) > bytesRead,
    pause: async () => {
      if (performance.now() - pausedAt < PAUSE_AFTER_MS) return;
      await new Promise((resolve) => setImmediate(resolve));
      pausedAt = performance.now();
    },
  };
}
