import { parseColumnType } from '@selfdb/shared/column-types/parse-type';
import { defaultFromText, textOfDefault } from '../columns/default-value.ts';
import type { DraftColumn } from '../create/draft.ts';
import { toColumnInput } from '../create/draft.ts';
import type { AddedColumn, ColumnInfo, ColumnPatch, TableInfo } from '../table-types.ts';

/** A column as a form shows it. */
export function draftOfColumn(column: ColumnInfo): DraftColumn {
  return {
    key: 0,
    name: column.name,
    type: column.type,
    default: textOfDefault(column.default),
    required: !column.nullable,
    unique: column.unique ?? false,
    primary: column.primary_key ?? false,
    reference: undefined,
  };
}

function sameType(a: string, b: string): boolean {
  if (a.trim() === b.trim()) return true;
  try {
    return parseColumnType(a).sql === parseColumnType(b).sql;
  } catch {
    return false;
  }
}

/** What a form changes of a column, as the API takes it; undefined if nothing. */
export function columnPatch(before: ColumnInfo, draft: DraftColumn): ColumnPatch | undefined {
  const byDefault = textOfDefault(before.default);
  const patch: ColumnPatch = {
    ...(draft.name !== before.name && { new_name: draft.name }),
    ...(!sameType(draft.type, before.type) && { type: draft.type.trim() }),
    ...(draft.required === before.nullable && { nullable: !draft.required }),
    ...(draft.default !== byDefault && {
      default_value: draft.default === '' ? null : defaultFromText(draft.type, draft.default),
    }),
  };
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/** A new column of a table that exists, as the API takes it. */
export function addedColumn(draft: DraftColumn): AddedColumn {
  const { primary_key: _, default: byDefault, ...column } = toColumnInput({ ...draft, primary: false });
  return { name: draft.name, ...column, ...(byDefault !== undefined && { default_value: byDefault }) };
}

/** What a change of a column means for the rows and for programs, a sentence each. */
export function meaningOfPatch(patch: ColumnPatch, table: TableInfo): string[] {
  const meanings: string[] = [];
  if (patch.new_name !== undefined) meanings.push('Programs and SQL that use the old name stop working.');
  if (patch.type !== undefined) {
    meanings.push('Every value is converted. If one can’t be, or would lose something, nothing changes.');
    if (table.row_count > LARGE) meanings.push('The table can’t be used while it is being rewritten.');
  }
  if (patch.nullable === false) meanings.push('If a row has no value in this column, nothing changes.');
  if (patch.nullable === true) meanings.push('Rows may leave this column empty from now on.');
  if (patch.default_value === null) meanings.push('New rows get no value by themselves.');
  else if (patch.default_value !== undefined) meanings.push('Existing rows keep their values.');
  return meanings;
}

/** A table whose rewriting takes long enough to be noticed. */
const LARGE = 100_000;

/** What a new column means for the rows, a sentence each. */
export function meaningOfAddition(draft: DraftColumn, table: TableInfo): string[] {
  if (table.row_count === 0) return [];
  if (draft.default !== '') return ['Existing rows get the default.'];
  if (draft.type.trim().toLowerCase().endsWith('serial')) return ['Existing rows are numbered.'];
  return draft.required
    ? ['The table has rows, so a required column needs a default.']
    : ['Existing rows have no value in this column.'];
}
