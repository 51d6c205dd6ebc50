import { invalid } from '@selfdb/shared/errors';
import { JsonNumber, type JsonValue } from '../json/json-value.ts';
import {
  type ColumnKind,
  columnKind,
  type GrowingColumn,
  mostItems,
  mostValues,
  paddingOf,
} from './column-kind.ts';
import { numbersIn } from './numbers.ts';

export interface GrowthLimits {
  /** Digits of a number that becomes `numeric`. */
  maxNumericDigits: number;
  /** How many characters all values of a request may grow together. */
  maxGainedCharacters: number;
}

/** A value on its way to Postgres, its column, and its location in the request. */
interface GrowingValue {
  column: GrowingColumn;
  /** A JavaScript number counts as small. `parseJson` keeps the digits of numbers instead. */
  value: JsonValue | number | undefined;
  loc: (string | number)[];
}

/**
 * Refuses short texts that become large in Postgres: numbers with many digits (`1e131000`), many values in columns that pad
 * them, and many values of types that need much memory for each. Throws a ValidationError that names the column.
 */
export function requireSmall(values: Iterable<GrowingValue>, limits: GrowthLimits): void {
  let gained = 0;
  for (const given of values) {
    const { column, loc } = given;
    const weight = weightOf(given);
    gained += weight.gained;
    const objection =
      objectionTo(weight, column, limits) ?? (gained > limits.maxGainedCharacters && TOO_MUCH);
    if (objection) throw invalid(loc, `The value for "${column.name}" ${objection}`, 'too_long');
  }
}

const TOO_MUCH = 'is one too many: written out, the values would be too large. Send fewer at once.';

function objectionTo(
  { mostDigits, values, items }: Weight,
  column: GrowingColumn,
  { maxNumericDigits }: GrowthLimits,
): string | undefined {
  if (mostDigits > maxNumericDigits) return `holds a number of more than ${maxNumericDigits} digits.`;
  const most = items > mostItems(column) ? mostItems(column) : mostValues(column);
  if (items <= most && values <= most) return undefined;
  return `holds more than ${most} values. Store them in several rows.`;
}

interface Weight {
  values: number;
  /** Values that are not part of another value. */
  items: number;
  mostDigits: number;
  gained: number;
}

function weightOf({ column, value }: GrowingValue): Weight {
  const kind = columnKind(column);
  const padding = paddingOf(column);
  const weight: Weight = { values: 0, items: 0, mostDigits: 0, gained: 0 };
  if (kind === 'steady' && padding === 0) return weight;
  weigh(value, kind, weight);
  weight.items = itemsOf(value);
  weight.gained += weight.items * padding;
  return weight;
}

function weigh(value: GrowingValue['value'], kind: ColumnKind, weight: Weight): void {
  weight.values += 1;
  if (typeof value === 'string') {
    if (kind === 'numbers' || kind === 'documents') weighText(value, weight);
  } else if (value instanceof JsonNumber) {
    if (kind !== 'steady') weighNumbers(value.source, weight);
  } else if (typeof value === 'object' && value !== null) {
    // An object is itself a document, whose texts stay texts.
    const inner = kind === 'documents' && !Array.isArray(value) ? 'document' : kind;
    for (const item of Object.values(value)) weigh(item, inner, weight);
  }
}

/** A text in the syntax of the column's type, which may hold many values. */
function weighText(text: string, weight: Weight): void {
  weight.values += commasIn(text);
  weighNumbers(text, weight);
}

function weighNumbers(text: string, weight: Weight): void {
  const { mostDigits, gained } = numbersIn(text, { isJson: false });
  weight.mostDigits = Math.max(weight.mostDigits, mostDigits);
  weight.gained += gained;
}

/** An upper bound of the items: an array may also be written as a text. */
function itemsOf(value: GrowingValue['value']): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + itemsOf(item), 0);
  if (value === null) return 0;
  return typeof value === 'string' ? 1 + commasIn(value) : 1;
}

function commasIn(text: string): number {
  let commas = 0;
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) commas += 1;
  return commas;
}
