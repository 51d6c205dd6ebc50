import type { LogFilter } from '@selfdb/sdk';

export type Level = NonNullable<LogFilter['level']>;
export type LogRange = 'any' | '15m' | '1h' | '24h' | 'custom';

const LEVELS: Level[] = ['debug', 'info', 'warn', 'error'];
const MINUTES: Partial<Record<string, number>> = { '15m': 15, '1h': 60, '24h': 1440 };
const SERVICES = /^[a-z-]{1,30}(?:,[a-z-]{1,30}){0,19}$/;
const REQUEST_ID = /^[\w.:@/+=-]{1,128}$/;
/** What the dashboard and the server give requests as ids: a UUID, or 32 hexadecimal digits. */
const LIKELY_ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** What the page shows, as its URL says. */
export interface LogsView {
  search: string;
  level: Level | undefined;
  /** Names separated by commas; empty for all. */
  service: string;
  request: string | undefined;
  range: LogRange;
  since: string | undefined;
  until: string | undefined;
}

/** The view of a URL. What makes no sense is left out. */
export function readLogsView(parameters: Partial<Record<string, string>>): LogsView {
  const { search = '', service = '', request = '', range = '' } = parameters;
  const [since, until] = [timeOf(parameters.since), timeOf(parameters.until)];
  const level = LEVELS.find((known) => known === parameters.level);
  const named = range in MINUTES ? (range as LogRange) : 'any';
  return {
    search: search.slice(0, 200),
    level,
    service: SERVICES.test(service) ? service : '',
    request: REQUEST_ID.test(request) ? request : undefined,
    range: since || until ? 'custom' : named,
    since,
    until,
  };
}

/** When the range of a view begins. */
export function sinceOf({ range, since }: LogsView, now = Date.now()): string | undefined {
  const minutes = MINUTES[range];
  return minutes === undefined ? since : new Date(now - minutes * 60_000).toISOString();
}

/** The filter of a view, for the SDK. */
export function filterOf({ search, level, service, request }: LogsView): LogFilter {
  return {
    search: search || undefined,
    level,
    requestId: request,
    services: service ? service.split(',') : undefined,
  };
}

/** Whether something is filtered. */
export function isLogFiltered(view: LogsView): boolean {
  const { search, level, service, request, range } = view;
  return search !== '' || level !== undefined || service !== '' || request !== undefined || range !== 'any';
}

/** Whether a pasted text is the id of a request. */
export function isLikelyRequestId(text: string): boolean {
  return LIKELY_ID.test(text.trim());
}

function timeOf(text: string | undefined): string | undefined {
  const time = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
