import { isExactNumber } from '../../../ui/format/exact-json.ts';

/** A row as the API sends it. */
export type RowValues = Record<string, unknown>;

const SHOWN_CHARACTERS = 240;

/** The whole value as text, without a loss: what a copy or an editor gets. NULL is an empty text. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (isExactNumber(value)) return value.rawJSON;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** How a cell looks: a start of the text, and whether it stands for nothing. */
export interface ShownValue {
  text: string;
  tone: 'value' | 'null' | 'empty';
}

const NULL_SHOWN: ShownValue = { text: 'NULL', tone: 'null' };
const EMPTY_SHOWN: ShownValue = { text: 'empty', tone: 'empty' };

/** A value in the one line of a cell. NULL and an empty text look different. */
export function showValue(value: unknown): ShownValue {
  if (value === null || value === undefined) return NULL_SHOWN;
  if (value === '') return EMPTY_SHOWN;
  const text = valueText(value);
  const cut = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return { text: cut.replaceAll('\n', '⏎'), tone: 'value' };
}

/** A document with indentation; other values as `valueText`. */
export function prettyText(value: unknown): string {
  return typeof value === 'object' && value !== null && !isExactNumber(value)
    ? JSON.stringify(value, null, 2)
    : valueText(value);
}

/** Whether two values are the same to Postgres, as far as their texts tell. */
export function isSameValue(a: unknown, b: unknown): boolean {
  return a === b || (a !== null && b !== null && valueText(a) === valueText(b) && typeof a === typeof b);
}
