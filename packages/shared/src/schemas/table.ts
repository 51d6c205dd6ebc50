import { z } from '@hono/zod-openapi';
import { Access, agreesOnAccess, DISAGREES } from './access.ts';
import { Description, Id, isSmallJson, listQuery, Metadata, Text, Time, TOO_LARGE_JSON } from './common.ts';
import { ignoreNulls } from './ignore-nulls.ts';

/** Contract name of a column type → its name in Postgres. */
export const COLUMN_TYPES = {
  text: 'text',
  varchar: 'varchar',
  integer: 'integer',
  bigint: 'bigint',
  smallint: 'smallint',
  boolean: 'boolean',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  date: 'date',
  time: 'time',
  numeric: 'numeric',
  real: 'real',
  double: 'double precision',
  jsonb: 'jsonb',
  json: 'json',
  uuid: 'uuid',
  bytea: 'bytea',
} as const;

export const ColumnType = Text.transform((type) => type.toLowerCase())
  .refine((type) => Object.hasOwn(COLUMN_TYPES, type.replace(/\[\]$/, '')), {
    error: `must be one of ${Object.keys(COLUMN_TYPES).join(', ')}, or one of them followed by []`,
  })
  .openapi({ type: 'string', example: 'text' });

const encoder = new TextEncoder();
export const ColumnName = Text.min(1)
  .refine((name) => encoder.encode(name).length <= 63, { error: 'must be at most 63 bytes long' })
  .openapi({ maxLength: 63 });

const TableName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must match ^[a-z][a-z0-9_]{0,62}$');

/** A value, or one of the functions that `default-value.ts` knows. */
const DefaultValue = z.unknown().refine(isSmallJson, { error: TOO_LARGE_JSON }).openapi({
  description:
    'A JSON value; or for dates, times and uuids a function: now(), current_date, uuidv7(), gen_random_uuid()',
});

const REFERENCE = /^([a-z][a-z0-9_]{0,62})(?:\.([\s\S]{1,63})|\(([\s\S]{1,63})\))?$/;

const ReferenceText = z
  .string()
  .regex(REFERENCE, 'must be "table", "table.column" or "table(column)"')
  .transform((text) => {
    const [, table = '', dotted, inParentheses] = REFERENCE.exec(text) ?? [];
    return { table, column: dotted ?? inParentheses ?? 'id', on_delete: 'no action' as OnDelete };
  });

const OnDelete = z.enum(['no action', 'restrict', 'cascade', 'set null', 'set default']);
type OnDelete = z.infer<typeof OnDelete>;

const ReferenceObject = ignoreNulls(
  z.strictObject({
    table: TableName,
    column: ColumnName.default('id'),
    on_delete: OnDelete.default('no action'),
  }),
);

export const Reference = z.union([ReferenceText, ReferenceObject]).openapi('Reference');
export type Reference = z.output<typeof Reference>;

export const ColumnDefinition = z
  .strictObject({
    type: ColumnType,
    nullable: z.boolean().optional(),
    default: DefaultValue.optional(),
    unique: z.boolean().optional(),
    primary_key: z.boolean().optional(),
    references: Reference.optional(),
  })
  .openapi('ColumnDefinition');
export type ColumnDefinition = z.output<typeof ColumnDefinition>;
const GivenColumn = ignoreNulls(ColumnDefinition);

const MAX_COLUMNS = 1000;

/** Columns by name, as a map: a column may be called `__proto__`. */
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
    for (const [name, definition] of entries) {
      const checkedName = ColumnName.safeParse(name);
      const checked = GivenColumn.safeParse(definition);
      for (const issue of [...(checkedName.error?.issues ?? []), ...(checked.error?.issues ?? [])]) {
        context.addIssue({ ...issue, path: [name, ...issue.path] });
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
  .refine(agreesOnAccess, DISAGREES)
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
  .refine(agreesOnAccess, DISAGREES)
  .openapi('UpdateTable');
export type UpdateTable = z.output<typeof UpdateTable>;

export const AddColumn = z
  .strictObject({
    name: ColumnName,
    type: ColumnType,
    nullable: z.boolean().optional(),
    default_value: DefaultValue.optional(),
    unique: z.boolean().optional(),
    references: Reference.optional(),
  })
  .openapi('AddColumn');
export type AddColumn = z.output<typeof AddColumn>;

export const UpdateColumn = z
  .strictObject({
    new_name: ColumnName.optional(),
    type: ColumnType.optional(),
    nullable: z.boolean().optional(),
    default_value: DefaultValue.optional(),
  })
  .openapi('UpdateColumn');
export type UpdateColumn = z.output<typeof UpdateColumn>;

const DescribedColumn = z
  .object({
    type: z.string(),
    nullable: z.boolean(),
    default: z.unknown().optional().openapi({
      description:
        'A constant as its value, anything else as SQL; ends in … where it is too long to be shown',
    }),
    unique: z.boolean().optional(),
    primary_key: z.boolean().optional(),
    references: z.object({ table: z.string(), column: z.string(), on_delete: z.string() }).optional(),
  })
  .openapi('Column');
export type DescribedColumn = z.infer<typeof DescribedColumn>;

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
    row_count: z.int().openapi({ description: 'Exact for small tables, an estimate for large ones' }),
    created_at: Time,
    updated_at: Time,
    truncated: z.literal(true).optional().openapi({
      description:
        'Only in a list that would be too large: `table_schema` and `metadata` are empty and `description` is cut. Read the table by its id, or fewer at once',
    }),
  })
  .openapi('Table');
export type Table = z.infer<typeof Table>;

export const TABLE_SORT_FIELDS = ['created_at', 'updated_at', 'name'] as const;
export const ListTables = listQuery(TABLE_SORT_FIELDS);
export type ListTables = z.output<typeof ListTables>;

export const ColumnParams = z.object({ id: Id, column: ColumnName });
