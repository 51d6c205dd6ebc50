import { Id } from '../contract/common.ts';
import { z } from '../contract/zod.ts';
import { ColumnName } from './column.ts';

const Action = z.enum(['no action', 'restrict', 'cascade', 'set null', 'set default']);

/** An index of a table. */
export const TableIndex = z
  .object({
    name: z.string(),
    columns: z.array(z.string().nullable()).openapi({
      description: 'The columns that it sorts by, in order; null stands for an expression',
    }),
    include: z.array(z.string()).openapi({ description: 'Columns that it includes without sorting by them' }),
    unique: z.boolean(),
    primary: z.boolean(),
    valid: z.boolean().openapi({ description: 'false while it is being built, or if that failed' }),
    method: z.string().openapi({ example: 'btree' }),
    predicate: z.string().nullable().openapi({ description: 'Of a partial index: the condition, as SQL' }),
    definition: z.string().openapi({ description: 'The statement that creates it' }),
  })
  .openapi('TableIndex');
export type TableIndex = z.infer<typeof TableIndex>;

const METHODS = ['btree', 'hash', 'gin', 'gist', 'brin'] as const;

export const CreateIndex = z
  .strictObject({
    columns: z
      .array(ColumnName)
      .min(1)
      .max(32)
      .openapi({ description: 'In the order in which the index sorts by them' }),
    unique: z.boolean().default(false),
    method: z.enum(METHODS).default('btree'),
    name: ColumnName.optional().openapi({
      description: 'By default, Postgres makes one of table and columns',
    }),
  })
  .refine(({ unique, method }) => !unique || method === 'btree', {
    path: ['unique'],
    error: 'is only possible with the method "btree"',
  })
  .refine(({ columns, method }) => columns.length === 1 || method !== 'hash', {
    path: ['columns'],
    error: 'must be a single column with the method "hash"',
  })
  .openapi('CreateIndex');
export type CreateIndex = z.output<typeof CreateIndex>;

export const IndexParams = z.object({ id: Id, name: ColumnName });

/** A foreign key of a table, or of another table to it. */
export const TableRelationship = z
  .object({
    name: z.string().openapi({ description: 'The name of the constraint' }),
    direction: z.enum(['outgoing', 'incoming']).openapi({
      description: 'outgoing: the table refers to `referenced_table`. incoming: `table` refers to it',
    }),
    table: z.string(),
    table_id: Id.nullable(),
    columns: z.array(z.string()),
    referenced_table: z.string(),
    referenced_table_id: Id.nullable().openapi({
      description: 'null if the caller may not read that table',
    }),
    referenced_columns: z.array(z.string()),
    on_update: Action,
    on_delete: Action,
    deferrable: z.boolean(),
    initially_deferred: z.boolean(),
    validated: z.boolean().openapi({ description: 'false: existing rows were not checked' }),
  })
  .openapi('TableRelationship');

export const TableSql = z
  .object({
    sql: z
      .string()
      .openapi({ description: 'Statements, each ended by a semicolon, in the order to run them' }),
  })
  .openapi('TableSql');
