import { ACCESS_CONTRADICTION, Access, agreesOnAccess } from '../contract/access.ts';
import { Deleted, Description, Id, listQuery, Metadata, Time } from '../contract/common.ts';
import { ignoreNulls } from '../contract/ignore-nulls.ts';
import { z } from '../contract/zod.ts';
import { MAX_ISSUES } from '../errors.ts';
import { ColumnDefinition, ColumnName, DescribedColumn, TableName } from './column.ts';

const GivenColumn = ignoreNulls(ColumnDefinition);

const MAX_COLUMNS = 1000;

/** Columns by name. A Map, because a column may be called `__proto__`. */
const TableSchema = z
  .custom<Record<string, unknown>>(isObject, { error: 'must be an object of columns' })
  .transform((columns, context): Map<string, ColumnDefinition> => {
    const parsed = new Map<string, ColumnDefinition>();
    const entries = Object.entries(columns);
    if (entries.length > MAX_COLUMNS) {
      context.addIssue({
        code: 'custom',
        message: `must have at most ${MAX_COLUMNS} columns`,
        input: columns,
      });
      return parsed;
    }
    let issues = 0;
    for (const [name, definition] of entries) {
      if (issues >= MAX_ISSUES) break;
      const checkedName = ColumnName.safeParse(name);
      const checked = GivenColumn.safeParse(definition);
      for (const issue of [...(checkedName.error?.issues ?? []), ...(checked.error?.issues ?? [])]) {
        context.addIssue({ ...issue, path: [name, ...issue.path] });
        issues++;
      }
      if (checked.data) parsed.set(name, checked.data);
    }
    return parsed;
  })
  .openapi({
    type: 'object',
    maxProperties: MAX_COLUMNS,
    additionalProperties: { $ref: '#/components/schemas/ColumnDefinition' },
  });

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const CreateTable = z
  .strictObject({
    name: TableName,
    table_schema: TableSchema,
    public: z.boolean().optional(),
    access: Access.optional(),
    description: Description.nullish(),
    metadata: Metadata.default({}),
    realtime_enabled: z.boolean().default(false),
  })
  .refine(agreesOnAccess, ACCESS_CONTRADICTION)
  .openapi('CreateTable');
export type CreateTable = z.output<typeof CreateTable>;

export const UpdateTable = z
  .strictObject({
    name: TableName.optional(),
    public: z.boolean().optional(),
    access: Access.optional(),
    realtime_enabled: z.boolean().optional(),
    description: Description.nullish(),
    metadata: Metadata.optional(),
  })
  .refine(agreesOnAccess, ACCESS_CONTRADICTION)
  .openapi('UpdateTable');
export type UpdateTable = z.output<typeof UpdateTable>;

export const Table = z
  .object({
    id: Id,
    name: z.string(),
    table_schema: z.record(z.string(), DescribedColumn),
    public: z.boolean().openapi({ description: 'Whether `access` is `public`' }),
    access: Access,
    realtime_enabled: z.boolean(),
    owner_id: Id,
    description: z.string().nullable(),
    metadata: z.record(z.string(), z.unknown()),
    schema_name: z.literal('public').openapi({ description: "For 0.0.5's clients" }),
    realtime: z.boolean().openapi({ description: "`realtime_enabled`, for 0.0.5's clients" }),
    columns: DescribedColumn.extend({ name: z.string() })
      .array()
      .openapi({ description: "`table_schema` as a list, in order, for 0.0.5's clients" }),
    row_count: z.int().openapi({ description: 'Exact for small tables, an estimate for large ones' }),
    created_at: Time,
    updated_at: Time,
    truncated: z.literal(true).optional().openapi({
      description:
        'Only in a list that would be too large: `table_schema`, `columns` and `metadata` are empty and `description` is cut off. Read the table by its id, or ask for fewer at once',
    }),
  })
  .openapi('Table');
export type Table = z.infer<typeof Table>;

export const DeletedTable = Deleted.extend({ id: Id, name: z.string(), table_id: Id }).openapi(
  'DeletedTable',
);

const TABLE_SORT_FIELDS = ['created_at', 'updated_at', 'name'] as const;
export const ListTables = listQuery(TABLE_SORT_FIELDS);
export type ListTables = z.output<typeof ListTables>;
