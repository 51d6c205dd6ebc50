import { z } from '@hono/zod-openapi';
import { Id, integerParam, Search, Text } from './common.ts';
import { ColumnName } from './table.ts';

export const MAX_BULK_ROWS = 10_000;

/** Rows travel as JSON text between the client and Postgres and are never read into objects on the way. */
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
      'JSON: {"age": {"gte": 18}, "or": [{"status": {"in": ["a", "b"]}}, {"name": {"ilike": "x%"}}]}',
  }),
  cursor: z.string().max(4096).optional().openapi({ description: 'next_cursor of the page before' }),
  count: z.enum(['exact', 'estimated', 'none']).default('exact'),
});
export type ListRows = z.output<typeof ListRows>;

export const RowPage = z
  .object({
    data: Row.array(),
    total: z.int().nullable(),
    page: z.int(),
    pageSize: z.int(),
    next_cursor: z.string().nullable(),
  })
  .openapi('RowPage');

export const InsertQuery = z.strictObject({
  on_conflict: Text.optional().openapi({
    description: 'Columns of a unique constraint, separated by commas: upsert',
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
