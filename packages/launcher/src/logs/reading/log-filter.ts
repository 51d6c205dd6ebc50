import type { LogEntry, LogLevel } from '@selfdb/shared/system/logs';
import { toEntry } from './log-entry.ts';
import type { LogRecord } from './log-record.ts';

/** From the least to the most serious. */
export const LEVELS: LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** What entries must be; what is left out does not matter. */
export interface LogFilter {
  services?: string[] | undefined;
  level?: LogLevel | undefined;
  request_id?: string | undefined;
  search?: string | undefined;
  since?: number | undefined;
  until?: number | undefined;
}

/** Gives the entry of a record, or undefined if it is not wanted. Most records are told by their bytes alone. */
export function createMatcher(filter: LogFilter): (log: string, record: LogRecord) => LogEntry | undefined {
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = filter;
  const lowest = filter.level === undefined ? 0 : LEVELS.indexOf(filter.level);
  const id = filter.request_id === undefined ? undefined : Buffer.from(filter.request_id);
  const search = filter.search?.toLowerCase();
  return (log, record) => {
    if (record.bytes.length === 0 || record.time < since || record.time > until) return undefined;
    if (id && !record.bytes.includes(id)) return undefined;
    if (search !== undefined && !textOf(record).includes(search)) return undefined;
    const entry = toEntry(log, record);
    if (LEVELS.indexOf(entry.level) < lowest) return undefined;
    if (filter.services && !filter.services.includes(entry.service)) return undefined;
    return id && !isAbout(entry, filter.request_id) ? undefined : entry;
  };
}

/** In a line of text, the id can be anywhere. */
function isAbout({ request_id, message }: LogEntry, id: string | undefined): boolean {
  return request_id === id || message !== null;
}

/** The text, and the form in which JSON has it: a search for `"a"` should find `\"a\"`. */
function textOf({ bytes }: LogRecord): string {
  const text = bytes.toString('utf8').toLowerCase();
  return text.includes('\\') ? `${text}\n${text.replaceAll('\\n', '\n').replaceAll('\\"', '"')}` : text;
}
