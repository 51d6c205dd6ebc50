import type { SelfDB } from '@selfdb/sdk';
import type { SelectOption } from '../../../ui/controls/select.tsx';

/** What is sent to create an index. */
export type IndexInput = Parameters<SelfDB['tables']['indexes']['create']>[1];

export type IndexMethod = NonNullable<IndexInput['method']>;

/** An index as it is being written. */
export interface IndexDraft {
  columns: string[];
  method: IndexMethod;
  unique: boolean;
  name: string;
}

export const indexMethods: SelectOption<IndexMethod>[] = [
  { value: 'btree', label: 'btree', hint: 'For equality, ranges and sorting. The usual choice.' },
  { value: 'hash', label: 'hash', hint: 'For equality only, on one column.' },
  { value: 'gin', label: 'gin', hint: 'For jsonb, arrays and full-text search.' },
  { value: 'gist', label: 'gist', hint: 'For ranges, geometry and nearest neighbours.' },
  { value: 'brin', label: 'brin', hint: 'For very large tables in the order of a column. Small.' },
];

/** Adds a column at the end, or takes it out. */
export function toggleColumn(columns: string[], column: string): string[] {
  return columns.includes(column) ? columns.filter((other) => other !== column) : [...columns, column];
}

/** Why the draft can't be an index; undefined if it can. */
export function indexProblem(draft: IndexDraft): string | undefined {
  if (draft.columns.length === 0) return 'Choose a column.';
  if (draft.method === 'hash' && draft.columns.length > 1) return 'A hash index has one column.';
  return undefined;
}

/** The draft as the API takes it; undefined while something is wrong with it. */
export function toIndexInput(draft: IndexDraft): IndexInput | undefined {
  if (indexProblem(draft)) return undefined;
  return {
    columns: [...draft.columns],
    method: draft.method,
    ...(draft.unique && draft.method === 'btree' && { unique: true }),
    ...(draft.name.trim() && { name: draft.name.trim() }),
  };
}
