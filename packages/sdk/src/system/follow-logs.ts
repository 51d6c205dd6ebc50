import type { LogEntry } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { followEvents } from '../http/events/follow-events.ts';
import { type FollowLogsOptions, logQuery } from './log-options.ts';

/** New entries of the logs, one after the other. Goes on after a lost connection without missing any. */
export async function* followLogs(
  http: HttpClient,
  { cursor, signal, ...filter }: FollowLogsOptions,
): AsyncGenerator<LogEntry, void> {
  const stream = { path: '/system/logs', query: logQuery(filter), lastEventId: cursor, signal };
  for await (const { data } of followEvents(http, stream)) {
    if (data !== undefined) yield http.parse(data) as LogEntry;
  }
}
