import type { Suggestion } from '../../../ui/controls/suggestion-list.tsx';
import type { OwnType } from '../queries.ts';
import { enumLabels } from './type-list.ts';
import { plainType } from './type-names.ts';

const MOMENTS: Suggestion[] = [{ value: 'now()', hint: 'The moment when the row is added' }];
const KEYS: Suggestion[] = [
  { value: 'uuidv7()', hint: 'A new ID; such IDs sort by time' },
  { value: 'gen_random_uuid()', hint: 'A new random ID' },
];
const NUMBERS: Suggestion[] = [{ value: '0' }, { value: '1' }];
const EMPTY_TEXT: Suggestion[] = [{ value: "''", hint: 'An empty text' }];

const BY_TYPE: Record<string, Suggestion[]> = {
  'timestamp with time zone': MOMENTS,
  'timestamp without time zone': MOMENTS,
  'time with time zone': [{ value: 'current_time', hint: 'The time when the row is added' }],
  'time without time zone': [{ value: 'localtime', hint: 'The time when the row is added' }],
  date: [{ value: 'current_date', hint: 'The day when the row is added' }],
  uuid: KEYS,
  boolean: [{ value: 'false' }, { value: 'true' }],
  json: [
    { value: '{}', hint: 'An empty object' },
    { value: '[]', hint: 'An empty list' },
  ],
  jsonb: [
    { value: '{}', hint: 'An empty object' },
    { value: '[]', hint: 'An empty list' },
  ],
  text: EMPTY_TEXT,
  'character varying': EMPTY_TEXT,
  interval: [{ value: '1 day' }, { value: '1 hour' }],
};

const WHOLE = new Set(['smallint', 'integer', 'bigint']);
const DECIMAL = new Set(['numeric', 'real', 'double precision']);

/** Defaults that make sense for a type. */
export function suggestDefaults(type: string, own: OwnType[]): Suggestion[] {
  const plain = plainType(type);
  if (plain.endsWith('[]')) return [{ value: '[]', hint: 'An empty list' }];
  if (WHOLE.has(plain) || DECIMAL.has(plain)) return NUMBERS;
  return BY_TYPE[plain] ?? enumLabels(type, own).map((value) => ({ value }));
}

/** Why a text can't be the default of a type; undefined if it can, or if only Postgres can tell. */
export function defaultProblem(type: string, text: string, own: OwnType[]): string | undefined {
  const plain = plainType(type);
  if (text === '') return undefined;
  if (plain === 'serial') return 'A serial column counts by itself.';
  if (WHOLE.has(plain) && !/^[+-]?\d+$/.test(text)) return 'Write a whole number.';
  if (
    DECIMAL.has(plain) &&
    !/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$|^(?:NaN|-?Infinity)$/i.test(text)
  ) {
    return 'Write a number.';
  }
  if (plain === 'boolean' && !/^(?:true|false)$/i.test(text)) return 'Write true or false.';
  if (plain.endsWith('[]') && !text.startsWith('{') && parsedJson(text) === undefined) {
    return 'Write a list, such as ["a", "b"].';
  }
  const labels = enumLabels(type, own);
  return labels.length > 0 && !labels.includes(text) ? `Write one of ${labels.join(', ')}.` : undefined;
}

/** A text as the API takes a default of the type: JSON where the type has such values, otherwise the text. */
export function defaultFromText(type: string, text: string): unknown {
  const plain = plainType(type);
  if (plain === 'boolean') return text.toLowerCase() === 'true';
  if (WHOLE.has(plain) || DECIMAL.has(plain)) return String(Number(text)) === text ? Number(text) : text;
  // An object or a list stays text: the server takes it so, with all the digits of its numbers.
  const isDocument = /^\s*[[{]/.test(text);
  if (plain === 'json' || plain === 'jsonb') return isDocument ? text : (parsedJson(text) ?? text);
  if (plain.endsWith('[]')) return parsedJson(text) ?? text;
  return text;
}

/** A default that the API gave, as the text that a field shows. */
export function textOfDefault(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (value === '') return "''";
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
