import { ColumnTypeError, parseColumnType } from '../column-types/parse-type.ts';
import { Id, isSmallJson, Text, TOO_LARGE_JSON } from '../contract/common.ts';
import { ignoreNulls } from '../contract/ignore-nulls.ts';
import { z } from '../contract/zod.ts';

const TABLE_NAME = /^[a-z][a-z0-9_]{0,62}$/;
export const TableName = z.string().regex(TABLE_NAME, `must match ${TABLE_NAME.source}`);

const ColumnType = Text.superRefine((type, context) => {
  try {
    parseColumnType(type);
  } catch (error) {
    if (!(error instanceof ColumnTypeError)) throw error;
    context.addIssue({ code: 'custom', message: error.message, input: type });
  }
}).openapi({
  type: 'string',
  description:
    'A built-in type of Postgres by any of its names, with its modifiers, or an enum or a domain of the schema public; `[]` makes an array. `serial` becomes an identity column',
  example: 'varchar(255)',
});

const encoder = new TextEncoder();
export const ColumnName = Text.min(1)
  .refine((name) => encoder.encode(name).length <= 63, { error: 'must be at most 63 bytes long' })
  .openapi({ maxLength: 63 });

/** A value, or a call of a function that a default may use. Null means no default. */
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

const ON_DELETE = ['no action', 'restrict', 'cascade', 'set null', 'set default'] as const;
type OnDelete = (typeof ON_DELETE)[number];

const OnDelete = z.preprocess(
  (action) => (typeof action === 'string' ? action.toLowerCase() : action),
  z.enum(ON_DELETE),
);

const ReferenceObject = ignoreNulls(
  z.strictObject({
    table: TableName,
    column: ColumnName.default('id'),
    on_delete: OnDelete.default('no action'),
  }),
);

/** Each form is parsed by a schema of its own, so that an error names its field. A union's error would not. */
export const Reference = z
  .union([z.string(), z.looseObject({})], {
    error: 'must be a string such as "table.column", or an object with table, column and on_delete',
  })
  .transform((value, context) => {
    const parsed = (typeof value === 'string' ? ReferenceText : ReferenceObject).safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) context.addIssue({ ...issue });
    return z.NEVER;
  })
  .openapi('Reference', {
    anyOf: [
      { type: 'string', pattern: REFERENCE.source },
      {
        type: 'object',
        properties: {
          table: { type: 'string', pattern: TABLE_NAME.source },
          column: { type: 'string', minLength: 1, maxLength: 63, default: 'id' },
          on_delete: { type: 'string', enum: [...ON_DELETE], default: 'no action' },
        },
        required: ['table'],
        additionalProperties: false,
      },
    ],
  });
export type Reference = z.output<typeof Reference>;

const NewDefault = DefaultValue.transform((value) => value ?? undefined);

export const ColumnDefinition = z
  .strictObject({
    type: ColumnType,
    nullable: z.boolean().optional(),
    default: NewDefault.optional(),
    unique: z.boolean().optional(),
    primary_key: z.boolean().optional(),
    references: Reference.optional(),
  })
  .openapi('ColumnDefinition');
export type ColumnDefinition = z.output<typeof ColumnDefinition>;

const TWO_DEFAULTS = { path: ['default'], error: 'is the same as default_value: send one of them' };

function isOneDefault(column: { default?: unknown; default_value?: unknown }): boolean {
  return column.default == null || column.default_value == null;
}

/** The name by which a default was sent. */
type DefaultField = 'default' | 'default_value';
type NewColumn = ColumnDefinition & { name: string; default_field: DefaultField };

export const AddColumn = z
  .strictObject({
    name: ColumnName,
    type: ColumnType,
    nullable: z.boolean().optional(),
    default_value: NewDefault.optional(),
    default: NewDefault.optional().openapi({ description: 'The same as `default_value`' }),
    unique: z.boolean().optional(),
    primary_key: z
      .literal(false, { error: 'must be false: only a new table can be given a primary key' })
      .optional(),
    references: Reference.optional(),
  })
  .refine(isOneDefault, TWO_DEFAULTS)
  .transform(
    ({ default_value, primary_key: _, ...column }): NewColumn => ({
      ...column,
      default: column.default ?? default_value,
      default_field: column.default === undefined ? 'default_value' : 'default',
    }),
  )
  .openapi('AddColumn');
export type AddColumn = z.output<typeof AddColumn>;

interface ColumnChange {
  new_name?: string | undefined;
  type?: string | undefined;
  nullable?: boolean | undefined;
  /** Null removes the default. */
  default_value?: unknown;
  default_field: DefaultField;
}

export const UpdateColumn = z
  .strictObject({
    new_name: ColumnName.optional(),
    type: ColumnType.optional(),
    nullable: z.boolean().optional(),
    default_value: DefaultValue.optional().openapi({ description: 'null removes the default' }),
    default: DefaultValue.optional().openapi({ description: 'The same as `default_value`' }),
  })
  .refine(isOneDefault, TWO_DEFAULTS)
  .transform(
    ({ default: byDefault, default_value, ...column }): ColumnChange => ({
      ...column,
      default_value: byDefault === undefined ? default_value : (default_value ?? byDefault),
      default_field: default_value == null && byDefault !== undefined ? 'default' : 'default_value',
    }),
  )
  .openapi('UpdateColumn');
export type UpdateColumn = z.output<typeof UpdateColumn>;

export const DescribedColumn = z
  .object({
    type: z.string(),
    nullable: z.boolean(),
    default: z.unknown().optional().openapi({
      description: 'A constant as its value, any other default as SQL. Ends in … if it is too long to show',
    }),
    unique: z.boolean().optional(),
    primary_key: z.boolean().optional(),
    references: z.object({ table: z.string(), column: z.string(), on_delete: z.string() }).optional(),
  })
  .openapi('Column');
export type DescribedColumn = z.infer<typeof DescribedColumn>;

export const ColumnParams = z.object({ id: Id, column: ColumnName });
