import type { LogEntry } from '@selfdb/shared/system/logs';
import { logPath } from '../log-file.ts';
import { finishedEnd } from './backward-reader.ts';
import { readForward } from './forward-read.ts';
import { fromCursor, type LogPositions, toCursor } from './log-cursor.ts';
import { createMatcher, type LogFilter } from './log-filter.ts';
import type { LogRecord } from './log-record.ts';

const MAX_NEWS = 500;

export interface LogNews {
  /** Oldest first, each with the cursor after it. */
  entries: { entry: LogEntry; cursor: string }[];
  /** After all that was read, wanted or not. */
  cursor: string;
  /** Whether there is more to read already. */
  hasMore: boolean;
}

interface Read {
  log: string;
  record: LogRecord;
  /** Its time, or that of a line above it in its log which says a later one: the order of each log stays. */
  order: number;
}

/** What was written to these logs after a cursor. Without one, only the cursor of their ends. */
export function readNews(
  directory: string,
  logs: string[],
  cursor: string | undefined,
  filter: LogFilter,
): LogNews {
  const positions: LogPositions = cursor === undefined ? new Map() : fromCursor(cursor);
  const read: Read[] = [];
  const ends: LogPositions = new Map();
  const gaps: string[] = [];
  for (const log of logs) {
    const path = logPath(directory, log);
    const known = positions.get(log);
    // A log that the cursor does not have is a new one, unless there is no cursor.
    if (known === undefined) positions.set(log, cursor === undefined ? finishedEnd(path) : 0);
    const { records, position, hasGap } = readForward(path, positions.get(log) ?? 0, Date.now());
    if (hasGap && known !== undefined) gaps.push(log);
    let order = Number.NEGATIVE_INFINITY;
    for (const record of records) {
      order = Math.max(order, record.time);
      read.push({ log, record, order });
    }
    ends.set(log, position);
  }
  read.sort((a, b) => a.order - b.order);
  return takeNews(read, { positions, ends, gaps, filter });
}

interface Taking {
  positions: LogPositions;
  ends: LogPositions;
  gaps: string[];
  filter: LogFilter;
}

function takeNews(read: Read[], { positions, ends, gaps, filter }: Taking): LogNews {
  const match = createMatcher(filter);
  const entries = gaps.map((log) => ({ entry: gapEntry(log), cursor: toCursor(positions) }));
  const limit = MAX_NEWS + gaps.length;
  let taken = 0;
  for (const { log, record } of read) {
    if (entries.length >= limit) break;
    taken += 1;
    positions.set(log, record.end);
    const entry = match(log, record);
    if (entry) entries.push({ entry, cursor: toCursor(positions) });
  }
  if (taken === read.length) for (const [log, end] of ends) positions.set(log, end);
  return { entries, cursor: toCursor(positions), hasMore: read.length > 0 };
}

function gapEntry(log: string): LogEntry {
  return {
    id: `${log}-gap-${Date.now()}`,
    time: new Date().toISOString(),
    level: 'warn',
    service: log,
    event: 'lines_missed',
    message: null,
    request_id: null,
    fields: { reason: 'Lines were deleted before they could be sent, because the log had become too long.' },
  };
}
