import { isSameValue, type RowValues } from '../../rows/values/show-value.ts';

/** A column that an UPDATE has changed. */
export interface ChangedColumn {
  name: string;
  /** Undefined if the event does not have it. */
  before: unknown;
  after: unknown;
}

/** It changes with every update, and so says the least. */
export const KEPT_BY_POSTGRES = 'updated_at';

/** The columns of an UPDATE whose value is another one. The time of the change comes last. */
export function changedColumns(before: RowValues, after: RowValues): ChangedColumn[] {
  return Object.entries(after)
    .filter(([name, value]) => !Object.hasOwn(before, name) || !isSameValue(before[name], value))
    .map(([name, value]) => ({ name, before: before[name], after: value }))
    .toSorted((a, b) => Number(a.name === KEPT_BY_POSTGRES) - Number(b.name === KEPT_BY_POSTGRES));
}

/** A row in a payload. */
export function rowIn(value: unknown): RowValues | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
