import { Deleted, Id, integerField, integerParam, Search, Text } from '../contract/common.ts';
import { z } from '../contract/zod.ts';
import { ColumnName } from '../tables/column.ts';

export const MAX_BULK_ROWS = 10_000;

/** Rows travel as JSON text between the client and Postgres. No worker parses them on the way. */
export const Row = z.record(z.string(), z.unknown()).openapi('Row');

export const ListRows = z.strictObject({
  page: integerParam(1, 1_000_000_000, 1),
  page_size: integerParam(1, 1000, 100),
  search: Search,
  sort_by: ColumnName.optional(),
  sort_order: z.enum(['asc', 'desc']).default('desc'),
  select: Text.optional().openapi({ description: 'Columns, separated by commas' }),
  filter: Text.optional().openapi({
    description:
      'Conditions as JSON: {"age": {"gte": 18}, "or": [{"status": {"in": ["a", "b"]}}, {"name": {"ilike": "x%"}}]}',
  }),
  cursor: z.string().max(4096).optional().openapi({ description: '`next_cursor` of the page before' }),
  count: z
    .enum(['exact', 'estimated', 'none'])
    .default('exact')
    .openapi({ description: 'How `total` is found: counted, estimated by Postgres, or not at all' }),
});
export type ListRows = z.output<typeof ListRows>;

/** `ListRows` for a JSON body. A field that is null counts as left out. */
export const QueryRows = z
  .strictObject({
    page: integerField(1, 1_000_000_000, 1),
    page_size: integerField(1, 1000, 100),
    search: unlessNull(Search),
    sort_by: unlessNull(ColumnName),
    sort_order: z
      .enum(['asc', 'desc'])
      .nullish()
      .transform((order) => order ?? 'desc'),
    select: unlessNull(Text).openapi({ type: 'string', description: 'Columns, separated by commas' }),
    filter: z
      .union([Text, z.custom<object>(isObject)], { error: 'must be an object of conditions' })
      .nullish()
      .openapi({
        type: 'object',
        additionalProperties: true,
        description:
          'The same as `filter` of the list, as an object or as JSON in a string; `in` and `nin` take up to 100,000 values',
        example: { id: { in: [1, 2, 3] } },
      }),
    cursor: unlessNull(z.string().max(4096)),
    count: z
      .enum(['exact', 'estimated', 'none'])
      .nullish()
      .transform((count) => count ?? 'exact'),
  })
  .openapi('QueryRows');

function unlessNull<T extends z.ZodType<string | undefined>>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const RowPage = z
  .object({
    data: Row.array(),
    total: z.int().nullable(),
    page: z.int(),
    pageSize: z.int(),
    page_size: z.int().openapi({ description: 'The same as `pageSize`' }),
    next_cursor: z.string().nullable(),
  })
  .openapi('RowPage');

export const InsertQuery = z.strictObject({
  on_conflict: Text.optional().openapi({
    description: 'Columns of a unique constraint, separated by commas. Makes the insert an upsert',
  }),
});
export const InsertBody = z.any().openapi({
  oneOf: [
    { $ref: '#/components/schemas/Row' },
    { type: 'array', maxItems: MAX_BULK_ROWS, items: { $ref: '#/components/schemas/Row' } },
  ],
});
export const RowBody = z.any().openapi({ allOf: [{ $ref: '#/components/schemas/Row' }] });

export const FilterQuery = z.strictObject({ filter: Text });
export const RowQuery = z.strictObject({
  id_column: ColumnName.optional().openapi({ description: 'A unique column; the primary key by default' }),
});
export const RowParams = z.object({ id: Id, row_id: Text.min(1).max(2000) });

export const DeletedRow = Deleted.extend({
  id: z.string().openapi({ description: 'The key in the path' }),
  table_id: Id,
  row_id: z.string(),
}).openapi('DeletedRow');
