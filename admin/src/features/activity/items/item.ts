import type { AuditEntry } from '@selfdb/sdk';

/** Changes of rows of one table that came close together. */
export interface RowsItem {
  kind: 'rows';
  id: string;
  table: string;
  inserted: number;
  updated: number;
  deleted: number;
  /** Of the first and the last change, in milliseconds. */
  since: number;
  at: number;
}

export interface EntryItem {
  kind: 'entry';
  id: string;
  at: number;
  entry: AuditEntry;
}

/** One line of the timeline. */
export type Item = RowsItem | EntryItem;

/** An entry of the audit log as a line. One that was folded stands where it last happened. */
export function toItem(entry: AuditEntry): EntryItem {
  return { kind: 'entry', id: entry.id, at: Date.parse(entry.at), entry };
}
