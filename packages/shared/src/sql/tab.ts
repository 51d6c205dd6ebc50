import { Id, integerParam, offsetAsSkip, skipFields, Text, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';
import { MAX_QUERY_LENGTH, SqlName } from './schema.ts';

/** A tab of the SQL editor. */
export const SqlTab = z
  .object({
    id: Id,
    name: z.string(),
    query: z.string(),
    position: z.int(),
    created_at: Time,
    updated_at: Time,
    truncated: z.literal(true).optional().openapi({
      description: 'Only in a list that would be too large: `query` is cut off. Ask for fewer at once',
    }),
  })
  .openapi('SqlTab');
export type SqlTab = z.infer<typeof SqlTab>;

export const ListSqlTabs = offsetAsSkip(z.strictObject({ ...skipFields, limit: integerParam(1, 1000, 100) }));
export type ListSqlTabs = z.output<typeof ListSqlTabs>;

/** An editor opens empty, so unlike a snippet's the text may be. */
const TabQuery = Text.max(MAX_QUERY_LENGTH);
const Position = z.int().min(0).max(1_000_000);

export const CreateSqlTab = z
  .strictObject({
    name: SqlName,
    query: TabQuery.default(''),
    position: Position.optional().openapi({ description: 'By default after the last tab' }),
  })
  .openapi('CreateSqlTab');
export type CreateSqlTab = z.infer<typeof CreateSqlTab>;

export const UpdateSqlTab = z
  .strictObject({
    name: SqlName.optional(),
    query: TabQuery.optional(),
    position: Position.optional(),
    updated_at: z.iso.datetime({ offset: true }).optional().openapi({
      type: 'string',
      format: 'date-time',
      description: 'Change the tab only if this is still its `updated_at`',
    }),
  })
  .openapi('UpdateSqlTab');
export type UpdateSqlTab = z.infer<typeof UpdateSqlTab>;
