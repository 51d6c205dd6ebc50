import { type PgError, pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import { isJsonObject, JsonNumber, type JsonValue, scalarText } from '@selfdb/server/json/json-value';
import { type AppError, ValidationError } from '@selfdb/shared/errors';
import { isStorableText } from '@selfdb/shared/storable-text';
import type { Column } from '../../catalog/table-meta.ts';

/** A value that went to Postgres, with its column and its location in the request. */
export interface Candidate {
  column: Column;
  value: JsonValue | number | undefined;
  loc: (string | number)[];
}

export interface Candidates extends Iterable<Candidate> {
  /** The same candidates with all digits of their numbers, if these lack them. */
  exact?: Iterable<Candidate>;
  /** Columns without a default that an inserted row does not name, with the row's location: they are null. */
  missing?: Iterable<Candidate>;
}

export function withMore(candidates: Candidates, more: Candidate[]): Candidates {
  return Object.assign([...candidates, ...more], { exact: both(candidates.exact ?? candidates, more) });
}

function both(first: Iterable<Candidate>, second: Iterable<Candidate>): Iterable<Candidate> {
  return {
    *[Symbol.iterator]() {
      yield* first;
      yield* second;
    },
  };
}

/** What Postgres reports about a value that did not fit. Messages: src/backend/utils/adt, varchar.c, numeric.c, json.c. */
interface BadValueReport {
  code: string;
  /** `character varying(3)`, `integer` */
  type: string | undefined;
  /** The refused text. */
  value: string | undefined;
  /** The key of a JSON object that held it. */
  key: string | undefined;
  /** For a numeric overflow. */
  precision: string | undefined;
  /** Whether the cause was NUL or half a surrogate pair, escaped in JSON. */
  unicode: boolean;
  /** How many dimensions an array may have. */
  mostDimensions: number | undefined;
  /** Types that the message is about without naming one. */
  kind: ((column: Column) => boolean) | undefined;
}

const KINDS: [RegExp, (column: Column) => boolean][] = [
  [/numeric/, ({ cast }) => cast.startsWith('numeric')],
  [/hexadecimal/, ({ cast }) => cast.startsWith('bytea')],
  [/array/i, ({ category }) => category === 'A'],
];

/**
 * Postgres reports which value did not fit which type, but not for which column. This finds the value among the candidates
 * and returns an error that names the column; if it can't tell, it returns the error unchanged.
 */
export function locateBadValue(error: AppError, candidates: Iterable<Candidate>): AppError {
  const pg = pgErrorOf(error);
  if (!pg) return error;
  const report: BadValueReport = {
    code: pg.code,
    type: typeIn(pg.message),
    value: quotedIn(pg.message),
    key: /key "(.*?)"/s.exec(pg.hint ?? '')?.[1],
    precision: /precision (\d+), scale (-?\d+)/
      .exec(pg.detail ?? '')
      ?.slice(1)
      .join(','),
    unicode: pg.code === '22P05' || /Unicode|surrogate/.test(pg.detail ?? ''),
    mostDimensions: mostDimensionsIn(pg.message),
    kind: KINDS.find(([pattern]) => pattern.test(pg.message))?.[1],
  };
  let likely: { candidate: Candidate; score: number } | undefined;
  const columns = new Set<Column>();
  for (const candidate of candidates) {
    columns.add(candidate.column);
    const score = scoreOf(candidate, report);
    if (score > (likely?.score ?? -1)) likely = { candidate, score };
  }
  // A candidate without any evidence is chosen only if there is no other column.
  const isClear = likely !== undefined && (likely.score > 0 || columns.size === 1);
  return likely && isClear ? nameColumn(error, likely.candidate, pg) : error;
}

/** `invalid input syntax for type integer: "x"`, `invalid input value for enum mood: "x"` */
function typeIn(message: string): string | undefined {
  return /(?:type|value for enum) ([^:]+)/.exec(message)?.[1]?.trim();
}

/** The text in quotes at the end, after a colon, or else between the first quote and the last. */
function quotedIn(message: string): string | undefined {
  const atEnd = message.indexOf(': "') + 3;
  if (atEnd > 2 && message.endsWith('"') && atEnd < message.length) return message.slice(atEnd, -1);
  const [first, last] = [message.indexOf('"') + 1, message.lastIndexOf('"')];
  return first > 0 && first <= last ? message.slice(first, last) : undefined;
}

/** `number of array dimensions (7) exceeds the maximum allowed (6)`; for a text, the message lacks the 7. */
function mostDimensionsIn(message: string): number | undefined {
  const most = /dimensions (?:\(\d+\) )?exceeds the maximum allowed \((\d+)\)/.exec(message)?.[1];
  return most === undefined ? undefined : Number(most);
}

const TAKES_ANY_TEXT = /^(?:text|character varying|character|bpchar|name)(?:\(\d+\))?$/;

/** How well a candidate explains the report; 0: not at all. */
function scoreOf(candidate: Candidate, report: BadValueReport): number {
  const { column } = candidate;
  const { code, type, value, key, precision, unicode, mostDimensions, kind } = report;
  if (key !== undefined) return column.name === key ? 3 : 0;
  if (unicode) return textsOf(candidate.value).every(isStorableText) ? 0 : 3;
  const levels = column.category === 'A' ? levelsOf(candidate.value) : 0;
  if (mostDimensions !== undefined && levels > mostDimensions) return 3;
  if (precision !== undefined) return overflows(candidate, precision) ? 3 : 0;
  if (code === '22001') return isTooLong(candidate) ? 3 : 0;
  if (TAKES_ANY_TEXT.test(column.base ?? column.cast)) return 0;
  const sameType = type !== undefined && namesOf(column).includes(type);
  const sameValue = value !== undefined && textsOf(candidate.value).includes(value);
  if (sameValue && (sameType || type === undefined)) return 3;
  if (sameValue) return 2;
  return sameType || kind?.(column) ? 1 : 0;
}

/** The names that Postgres may use for the type of a column or of its elements. */
function namesOf({ type, cast, base }: Column): string[] {
  const element = (name: string) => name.split('[]', 1)[0] ?? '';
  const under = base === null ? [] : [base, element(base), element(base).replace(/\([\d,-]+\)/, '')];
  return [type, cast, element(type), element(cast), ...under];
}

/** How deep arrays nest in a value: as JSON, or at the beginning of their text. */
function levelsOf(value: Candidate['value']): number {
  if (typeof value === 'string') return value.replace(/^[^{]*/, '').search(/[^{]|$/);
  let levels = 0;
  for (let inner = value as Candidate['value']; Array.isArray(inner); inner = inner[0]) levels += 1;
  return levels;
}

function isTooLong({ column, value }: Candidate): boolean {
  const length = /\((\d+)\)(?:\[\])?$/.exec(column.type)?.[1];
  return length !== undefined && textsOf(value).some((text) => [...text].length > Number(length));
}

function overflows({ column, value }: Candidate, precision: string): boolean {
  if (!column.type.includes(`(${precision})`)) return false;
  const [digits = 0, scale = 0] = precision.split(',').map(Number);
  return textsOf(value).some((text) => Math.abs(Number(text)) >= 10 ** (digits - scale) - 0.5 * 10 ** -scale);
}

/** The error that names the column of a value. */
export function nameColumn(
  cause: AppError,
  { column, loc }: Candidate,
  { code, message }: PgError,
): ValidationError {
  const reason = code === '54000' ? `: ${message}` : '';
  const msg = `The value for "${column.name}" does not fit its type ${column.type}${reason}.`;
  return new ValidationError([{ loc, msg, type: 'type_error' }], { cause });
}

/** The scalars in a value, as the texts that Postgres was given. */
function textsOf(value: Candidate['value']): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value === 'object' && !(value instanceof JsonNumber)) {
    return [JSON.stringify(value), ...partsOf(value)];
  }
  const text = scalarText(value);
  return text === undefined ? [] : [text];
}

/** The keys and scalars in an object. Nested objects are not listed as a whole: deep ones would be listed at each level. */
function* partsOf(value: JsonValue): Iterable<string> {
  if (Array.isArray(value)) for (const item of value) yield* partsOf(item);
  else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield key;
      yield* partsOf(item);
    }
  } else yield* textsOf(value);
}
