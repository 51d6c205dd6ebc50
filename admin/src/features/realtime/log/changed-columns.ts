import { isSameValue, type RowValues } from '../../rows/values/show-value.ts';

/** A column that an UPDATE has changed. */
export interface ChangedColumn {
  name: string;
  /** Undefined if the event does not have it. */
  before: unknown;
  after: unknown;
}

/** It changes with every update, and so says the least. Neither does the time when the row was made. */
const SAY_LITTLE = new Set(['updated_at', 'created_at']);

/** The columns of an UPDATE whose value is another one. Times that the table keeps by itself come last. */
export function changedColumns(before: RowValues, after: RowValues): ChangedColumn[] {
  return Object.entries(after)
    .filter(([name, value]) => !Object.hasOwn(before, name) || !isSameValue(before[name], value))
    .map(([name, value]) => ({ name, before: before[name], after: value }))
    .toSorted((a, b) => Number(SAY_LITTLE.has(a.name)) - Number(SAY_LITTLE.has(b.name)));
}

/** Those that say something to a person. */
export function tellingColumns(columns: ChangedColumn[]): ChangedColumn[] {
  return columns.filter(({ name }) => !SAY_LITTLE.has(name));
}

/** A row in a payload. */
export function rowIn(value: unknown): RowValues | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
