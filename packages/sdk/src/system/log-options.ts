import type { QueryValue } from '../http/request-options.ts';

/** Which entries of the logs. */
export interface LogFilter {
  /** Only these parts of the system: `['api', 'auth']`. */
  services?: string[] | undefined;
  /** This level and those above it. */
  level?: 'debug' | 'info' | 'warn' | 'error' | undefined;
  requestId?: string | undefined;
  /** Literal text anywhere in an entry, in upper or lower case. */
  search?: string | undefined;
}

export interface LogOptions extends LogFilter {
  /** A time such as `2026-01-31T08:15:30Z`. */
  since?: string | undefined;
  until?: string | undefined;
  /** At most 1000. Default: 100. */
  limit?: number | undefined;
  /** The `next_cursor` of the page before. */
  cursor?: string | undefined;
}

export interface FollowLogsOptions extends LogFilter {
  /** Begins after this: the `follow_cursor` of a page. Default: with the next entry. */
  cursor?: string | undefined;
  /** Ends the loop when it is aborted. */
  signal?: AbortSignal | undefined;
}

export function logQuery({ services, level, requestId, search }: LogFilter): Record<string, QueryValue> {
  return { service: services?.join(',') || undefined, level, request_id: requestId, search };
}
