import type { LogEntry } from '@selfdb/sdk';
import { formatMilliseconds } from '../../ui/format/numbers.ts';

/** Events of the system in words. Others are shown by their names. */
const EVENTS: Partial<Record<string, string>> = {
  request_failed: 'A request failed because of an error of the server',
  unavailable: 'A service did not answer',
  request_lines_dropped: 'Too many requests failed at once; lines were left out',
  lines_missed: 'Lines were deleted before they could be shown',
};

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);

/** What a request was and how it ended. */
export interface RequestFacts {
  method: string | undefined;
  path: string | undefined;
  status: number | undefined;
  code: string | undefined;
  reason: string | undefined;
  durationMs: number | undefined;
  userId: string | undefined;
}

export function requestFacts({ fields }: LogEntry): RequestFacts {
  return {
    method: textOf(fields.method),
    path: textOf(fields.path),
    status: numberOf(fields.status),
    code: textOf(fields.code),
    reason: textOf(fields.reason),
    durationMs: numberOf(fields.duration_ms),
    userId: textOf(fields.user_id),
  };
}

/** An entry in one line. */
export function describeEntry(entry: LogEntry): string {
  const { event, message, fields } = entry;
  if (message !== null) return message;
  const facts = requestFacts(entry);
  if (event === 'request') return describeRequest(facts);
  const words = (event && EVENTS[event]) ?? event ?? textOf(fields.message) ?? '';
  const detail = textOf(fields.error) ?? facts.reason ?? otherFields(fields);
  return detail ? `${words}: ${detail}` : words;
}

function describeRequest({ method, path, status, code, reason, durationMs }: RequestFacts): string {
  const took = durationMs === undefined ? undefined : formatMilliseconds(durationMs);
  const first = [method, path, status, code, took].filter((part) => part !== undefined).join(' ');
  return reason ? `${first} — ${reason}` : first;
}

/** Short fields, as `name=value`. */
function otherFields(fields: Record<string, unknown>): string {
  return Object.entries(fields)
    .filter(([name, value]) => name !== 'message' && ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** An entry as one line of a text file. */
export function toLine(entry: LogEntry): string {
  const id = entry.request_id ? ` [${entry.request_id}]` : '';
  return `${entry.time} ${entry.level.toUpperCase()} ${entry.service} ${describeEntry(entry)}${id}`;
}

/** All that an entry says, by name. Objects are written as JSON, and stack traces stay as they are. */
export function detailsOf(entry: LogEntry): [name: string, text: string][] {
  const { time, level, service, event, message, request_id, fields } = entry;
  const known = { time, level, service, event, message, request_id };
  return Object.entries({ ...known, ...flatten(fields) })
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
}

/** Errors are nested: `cause.stack`. */
function flatten(fields: Record<string, unknown>, prefix = ''): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && prefix.length < 100) {
      Object.assign(flat, flatten({ ...value }, `${prefix}${name}.`));
    } else flat[prefix + name] = value;
  }
  return flat;
}
