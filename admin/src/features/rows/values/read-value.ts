import { exactNumber, parseExact } from '../../../ui/format/exact-json.ts';
import type { GridColumn } from './column-kind.ts';

/** What a typed text means in a column: a value for the API, or why it is none. */
export type ReadValue = { value: unknown; error?: undefined } | { error: string };

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const NOT_FINITE = /^(?:nan|[+-]?infinity)$/i;
const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const DATE = /^(?:\d{4,}-\d\d-\d\d(?: BC)?|-?infinity)$/i;
const TIMESTAMP =
  /^(?:\d{4,}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|[+-]\d\d(?::?\d\d)?))?)?|-?infinity)$/i;
const TIME = /^\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[+-]\d\d(?::?\d\d)?)?$/;
const TRUE = ['true', 't', 'yes', 'y', 'on', '1'];
const FALSE = ['false', 'f', 'no', 'n', 'off', '0'];

/** Reads a typed or imported text that is not NULL. Leaves to the server what only Postgres can tell. */
export function readValue(text: string, column: GridColumn): ReadValue {
  const trimmed = text.trim();
  switch (column.kind) {
    case 'integer':
      return INTEGER.test(trimmed) ? { value: exactNumber(trimmed) } : { error: 'Write a whole number.' };
    case 'decimal':
      return readDecimal(trimmed);
    case 'boolean':
      return readBoolean(trimmed.toLowerCase());
    case 'date':
      return matching(DATE, trimmed, 'Write a date such as 2026-01-31.');
    case 'time':
      return matching(TIME, trimmed, 'Write a time such as 14:30 or 14:30:05.');
    case 'timestamp':
      return matching(TIMESTAMP, trimmed, 'Write a time such as 2026-01-31 14:30 or 2026-01-31T14:30:00Z.');
    case 'uuid':
      return matching(UUID, trimmed, 'Write a UUID: 32 hexadecimal digits with dashes.');
    case 'json':
      return readJson(text);
    case 'array':
      return readArray(text);
    case 'enum':
      return readOption(trimmed, column.options ?? []);
    default:
      return { value: text };
  }
}

function readDecimal(text: string): ReadValue {
  if (JSON_NUMBER.test(text)) return { value: exactNumber(text) };
  return NOT_FINITE.test(text) ? { value: text } : { error: 'Write a number, with a point before decimals.' };
}

function readBoolean(text: string): ReadValue {
  if (TRUE.includes(text)) return { value: true };
  return FALSE.includes(text) ? { value: false } : { error: 'Write true or false.' };
}

function matching(pattern: RegExp, text: string, error: string): ReadValue {
  return pattern.test(text) ? { value: text } : { error };
}

function readJson(text: string): ReadValue {
  try {
    return { value: parseExact(text) };
  } catch (error) {
    return { error: `This is not JSON: ${error instanceof Error ? error.message : 'it does not end'}.` };
  }
}

function readArray(text: string): ReadValue {
  const read = readJson(text);
  return read.error === undefined && Array.isArray(read.value)
    ? read
    : { error: 'Write a JSON array, such as ["a", "b"].' };
}

function readOption(text: string, options: string[]): ReadValue {
  return options.includes(text) ? { value: text } : { error: `Choose one of ${options.join(', ')}.` };
}
