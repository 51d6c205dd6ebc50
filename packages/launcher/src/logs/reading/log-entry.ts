import type { LogEntry, LogLevel } from '@selfdb/shared/system/logs';
import type { LogRecord } from './log-record.ts';

/** The words with which Postgres (`elog.c`), workerd and Node tell how serious a message is. */
const SEVERE = /(?:^|[\s;])(?:error|fatal|panic|uncaught exception)\b/i;
const WARNING = /(?:^|\s)warning\b/i;
const POSTGRES = /^\S+ \S+ UTC \[\d+\] (?:\S+ )?([A-Z]+\d?): {2}/;
const LEVEL_OF_SEVERITY: Record<string, LogLevel> = {
  WARNING: 'warn',
  ERROR: 'error',
  FATAL: 'error',
  PANIC: 'error',
};
/** Before the text of a line, which the entry has as its time. */
const TIME_PREFIX = /^\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z| UTC) /;
const LEVELS: readonly unknown[] = ['debug', 'info', 'warn', 'error'] satisfies LogLevel[];

/** The entry of a record of the log of the process `log`. */
export function toEntry(log: string, record: LogRecord): LogEntry {
  const text = record.bytes.toString('utf8');
  const base = { id: `${log}-${record.start}`, time: new Date(record.time).toISOString() };
  const parsed = text.startsWith('{') ? parse(text) : undefined;
  if (parsed) {
    const { time: _, level, service, event, request_id, ...fields } = parsed;
    return {
      ...base,
      level: isLevel(level) ? level : 'info',
      service: typeof service === 'string' ? service : log,
      event: typeof event === 'string' ? event : null,
      message: null,
      request_id: typeof request_id === 'string' ? request_id : null,
      fields,
    };
  }
  return {
    ...base,
    level: levelOf(text),
    service: log,
    event: null,
    message: text.replace(TIME_PREFIX, ''),
    request_id: null,
    fields: {},
  };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isLevel(value: unknown): value is LogLevel {
  return LEVELS.includes(value);
}

function levelOf(text: string): LogLevel {
  const severity = POSTGRES.exec(text.slice(0, 200))?.[1];
  if (severity !== undefined) return LEVEL_OF_SEVERITY[severity] ?? 'info';
  const head = text.slice(0, 1000);
  if (SEVERE.test(head)) return 'error';
  return WARNING.test(head) ? 'warn' : 'info';
}
