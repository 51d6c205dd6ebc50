import type { LogEntry } from '@selfdb/shared/system/logs';
import type { StatePaths } from '../config/paths.ts';
import { listTimedLogs, pollMs } from './follow-logs.ts';
import type { LogFilter } from './reading/log-filter.ts';
import { readHistory } from './reading/read-history.ts';
import { readNews } from './reading/read-news.ts';

export interface MatchingQuery {
  filter: LogFilter;
  /** The processes whose logs are read; all of them when absent. */
  logs?: string[] | undefined;
  count: number;
  follow: boolean;
}

/** The newest entries that match, oldest first; then, to follow, those that are written from now on. */
export async function* matchingEntries(paths: StatePaths, query: MatchingQuery): AsyncGenerator<LogEntry> {
  const { filter, count, follow } = query;
  const logs = () => query.logs ?? listTimedLogs(paths);
  const newestFirst: LogEntry[] = [];
  let news: string | undefined;
  let cursor: string | null | undefined;
  do {
    const limit = count - newestFirst.length;
    const page = await readHistory(paths.logs, logs(), { ...filter, limit, ...(cursor && { cursor }) });
    newestFirst.push(...page.data);
    news ??= page.follow_cursor;
    cursor = page.next_cursor;
  } while (cursor && newestFirst.length < count);
  yield* newestFirst.reverse();
  while (follow) {
    const { entries, cursor: after, hasMore } = readNews(paths.logs, logs(), news, filter);
    for (const { entry } of entries) yield entry;
    news = after;
    if (!hasMore) await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** An entry as a line of text: time, level, service, what happened, then the rest as `name=value`. */
export function lineOfEntry({ time, level, service, event, message, request_id, fields }: LogEntry): string {
  const { message: said, ...others } = fields;
  const rest = Object.entries({ ...others, ...(request_id && { request_id }) });
  const words = [event, message ?? said, ...rest.map(([name, value]) => `${name}=${describeValue(value)}`)];
  return `${time} ${level.padEnd(5)} ${service.padEnd(10)} ${words.filter(Boolean).join(' ')}`;
}

/** Text with spaces, quotes or unseen characters is written as JSON, so that a line stays a line that can be split. */
function describeValue(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=\p{C}]+$/u.test(value) ? value : JSON.stringify(value);
}
