import { quoteIdentifier } from '@selfdb/shared/identifier';
import { defaultFromText, defaultProblem } from '../columns/default-value.ts';
import { typeProblem } from '../columns/type-list.ts';
import type { OwnType } from '../queries.ts';
import type { AccessLevel, ColumnInput, TableInput } from '../table-types.ts';

/** What happens to a row when the row that it refers to is deleted. */
export type OnDelete = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

/** The column that a column refers to. */
export interface DraftReference {
  table: string;
  column: string;
  onDelete: OnDelete;
}

/** A column as it is being written. */
export interface DraftColumn {
  /** Tells it from the others, whatever its name. */
  key: number;
  name: string;
  type: string;
  default: string;
  required: boolean;
  unique: boolean;
  primary: boolean;
  reference: DraftReference | undefined;
}

/** A table as it is being written. */
export interface TableDraft {
  name: string;
  description: string;
  access: AccessLevel;
  realtime: boolean;
  columns: DraftColumn[];
}

/** What is wrong with a column, by field. */
export interface ColumnProblems {
  name?: string | undefined;
  type?: string | undefined;
  default?: string | undefined;
  reference?: string | undefined;
}

const TABLE_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Why a text can't be the name of a table. Continues the words "The name". */
export function tableNameProblem(name: string): string | undefined {
  if (TABLE_NAME.test(name)) return undefined;
  if (name === '') return 'is missing';
  if (name.length > 63) return 'is longer than 63 characters';
  return 'must begin with a letter a–z and have only a–z, 0–9 and _';
}

/** Why a text can't be the name of a column beside others. */
export function columnNameProblem(name: string, others: string[]): string | undefined {
  if (name === '') return 'Give it a name.';
  try {
    quoteIdentifier(name);
  } catch {
    return 'At most 63 bytes.';
  }
  return others.includes(name) ? 'Another column has this name.' : undefined;
}

/** A column with no name and no further wishes is the empty line at the end, and does not count. */
export function isBlank(column: DraftColumn): boolean {
  return (
    column.name === '' && column.default === '' && !column.reference && !column.primary && !column.unique
  );
}

/** What is wrong with each column, by its key. Columns without problems are left out. */
export function columnProblems(
  columns: DraftColumn[],
  own: OwnType[] | undefined,
): Map<number, ColumnProblems> {
  const named = columns.filter((column) => !isBlank(column));
  return new Map(
    named.flatMap((column): [number, ColumnProblems][] => {
      const others = named.filter((other) => other !== column).map(({ name }) => name);
      const problems: ColumnProblems = {
        name: columnNameProblem(column.name, others),
        type: typeProblem(column.type, own),
        default: defaultProblem(column.type, column.default, own ?? []),
        reference: column.reference && !column.reference.table ? 'Choose a table.' : undefined,
      };
      return Object.values(problems).some(Boolean) ? [[column.key, problems]] : [];
    }),
  );
}

/** The draft as the API takes it; undefined while something is wrong with it. */
export function toTableInput(draft: TableDraft, own: OwnType[] | undefined): TableInput | undefined {
  if (tableNameProblem(draft.name) || columnProblems(draft.columns, own).size > 0) return undefined;
  const columns = draft.columns.filter((column) => !isBlank(column));
  return {
    name: draft.name,
    ...(draft.description.trim() && { description: draft.description.trim() }),
    access: draft.access,
    realtime_enabled: draft.realtime,
    table_schema: Object.fromEntries(columns.map((column) => [column.name, toColumnInput(column)])),
  };
}

/** A column as the API takes it. */
export function toColumnInput(column: DraftColumn): ColumnInput {
  return {
    type: column.type.trim(),
    ...(column.required && { nullable: false }),
    ...(column.default !== '' && { default: defaultFromText(column.type, column.default) }),
    ...(column.unique && { unique: true }),
    ...(column.primary && { primary_key: true }),
    ...(column.reference && {
      references: {
        table: column.reference.table,
        column: column.reference.column,
        on_delete: column.reference.onDelete,
      },
    }),
  };
}

/** The columns that the server adds, given those that are declared. */
export function addedColumns(columns: DraftColumn[]): string[] {
  const names = new Set(columns.map(({ name }) => name));
  return ['id', 'created_at', 'updated_at'].filter((name) => !names.has(name));
}
