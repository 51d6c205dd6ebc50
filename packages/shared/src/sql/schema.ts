import {
  Description,
  Id,
  integerParam,
  listQuery,
  offsetAsSkip,
  Search,
  skipFields,
  Text,
  Time,
} from '../contract/common.ts';
import { ApiError } from '../contract/error.ts';
import { ignoreNulls } from '../contract/ignore-nulls.ts';
import { z } from '../contract/zod.ts';

export const MAX_QUERY_LENGTH = 1_000_000;
/** The protocol counts parameters in 16 bits. */
const MAX_PARAMETERS = 65_535;
export const DEFAULT_TIMEOUT_MS = 30_000;
export const DEFAULT_MAX_ROWS = 1000;

const Query = Text.min(1).max(MAX_QUERY_LENGTH);

/** A value that Postgres can store. Numbers are read again from the text of the body, with all their digits. */
const Parameter: z.ZodType<unknown> = z.union(
  [
    z.null(),
    z.boolean(),
    Text,
    z.custom<number>((value) => typeof value === 'number'),
    z.lazy(() => z.array(Parameter)),
    z.lazy(() => z.record(Text, Parameter)),
  ],
  { error: 'must not contain NUL or lone surrogates' },
);

const Parameters = z
  .array(Parameter)
  .max(MAX_PARAMETERS)
  .openapi({
    type: 'array',
    items: {},
    maxItems: MAX_PARAMETERS,
    description:
      'Values of $1, $2, …; only with a single statement. The type of a parameter in the statement decides how its value is sent. For json and jsonb it is sent as JSON, and a string that already is JSON unchanged; for an array type as an array; for any other type as text. Numbers keep every digit.',
    example: [1, 'text', null],
  });

export const RunSql = z
  .strictObject({
    query: Query.openapi({ description: 'One or several statements, run as one transaction' }),
    params: Parameters.default([]),
    read_only: z.boolean().default(false).openapi({ description: 'The statements cannot change anything' }),
    timeout_ms: z.int().min(1).optional().openapi({
      description: 'For all statements together; 30000 by default, at most SQL_MAX_TIMEOUT_MS',
    }),
    max_rows: z
      .int()
      .min(1)
      .optional()
      .openapi({ description: 'Rows returned for each statement; 1000 by default, at most SQL_MAX_ROWS' }),
  })
  .openapi('RunSql');
export type RunSql = z.infer<typeof RunSql>;

const SqlResult = z
  .object({
    command: z.string().openapi({ example: 'SELECT' }),
    row_count: z.int().nullable().openapi({
      description: 'Rows read or changed; null for a command without a count',
    }),
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.unknown())),
    truncated: z.boolean().openapi({ description: 'There were more than max_rows rows' }),
  })
  .openapi('SqlResult');

const SqlNotice = z
  .object({
    severity: z.string().openapi({ example: 'NOTICE' }),
    message: z.string(),
    sqlstate: z.string().nullable(),
    detail: z.string().nullable(),
    hint: z.string().nullable(),
  })
  .openapi('SqlNotice');
export type SqlNotice = z.infer<typeof SqlNotice>;

export const SqlAnswer = z
  .object({ results: z.array(SqlResult), notices: z.array(SqlNotice), execution_time_ms: z.number() })
  .openapi('SqlAnswer');

export const SqlErrorBody = z
  .object({
    ...ApiError.shape,
    sqlstate: z.string().optional().openapi({ description: 'With the code sql_error', example: '42601' }),
    position: z.int().nullable().optional().openapi({
      description: 'Character of the query that the error points at, counted from 1',
    }),
    hint: z.string().nullable().optional(),
  })
  .openapi('SqlError');

export const ListSqlHistory = offsetAsSkip(
  z.strictObject({ ...skipFields, limit: integerParam(1, 1000, 100), search: Search }),
);
export type ListSqlHistory = z.infer<typeof ListSqlHistory>;

export const SqlHistoryEntry = z
  .object({
    id: Id,
    query: z.string().openapi({ description: 'Its first 8192 characters, followed by … if there are more' }),
    read_only: z.boolean(),
    success: z.boolean(),
    error: z.string().nullable().openapi({ description: 'Cut off in the same way, after 1024 characters' }),
    row_count: z.int().nullable(),
    execution_time_ms: z.number(),
    created_at: Time,
  })
  .openapi('SqlHistoryEntry');
export type SqlHistoryEntry = z.infer<typeof SqlHistoryEntry>;

/** The names that 0.0.5's clients send. */
const EARLIER_NAMES: Record<string, string> = {
  is_read_only: 'read_only',
  isReadOnly: 'read_only',
  readOnly: 'read_only',
  execution_time: 'execution_time_ms',
  executionTime: 'execution_time_ms',
  rowCount: 'row_count',
};

/** The body under today's names. A field that is sent under both keeps its earlier name, which is then refused. */
function withCurrentNames(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const current = new Map<string, unknown>(Object.entries(body));
  for (const [name, value] of Object.entries(body)) {
    const newName = Object.hasOwn(EARLIER_NAMES, name) ? EARLIER_NAMES[name] : undefined;
    if (newName === undefined || current.has(newName)) continue;
    current.delete(name);
    current.set(newName, value);
  }
  return Object.fromEntries(current);
}

export const CreateSqlHistoryEntry = z
  .preprocess(
    withCurrentNames,
    ignoreNulls(
      z.strictObject({
        query: Query,
        read_only: z.boolean().default(false),
        error: Text.nullable().default(null).openapi({ description: 'null: the run succeeded' }),
        row_count: z.int().min(0).nullable().default(null),
        execution_time_ms: z.number().min(0).default(0),
      }),
    ),
  )
  .openapi('CreateSqlHistoryEntry');
export type CreateSqlHistoryEntry = z.infer<typeof CreateSqlHistoryEntry>;

export const SqlSnippet = z
  .object({
    id: Id,
    name: z.string(),
    sql_code: z.string(),
    description: z.string().nullable(),
    is_shared: z.boolean(),
    owner_id: Id,
    created_at: Time,
    updated_at: Time,
    truncated: z.literal(true).optional().openapi({
      description:
        'Only in a list that would be too large: `sql_code` and `description` are cut off. Ask for fewer at once',
    }),
  })
  .openapi('SqlSnippet');
export type SqlSnippet = z.infer<typeof SqlSnippet>;

export const ListSqlSnippets = listQuery(['created_at', 'updated_at', 'name']);
export type ListSqlSnippets = z.infer<typeof ListSqlSnippets>;

export const SqlName = Text.min(1)
  .max(200)
  .refine((name) => name.trim() !== '', { error: 'must not be blank' });

export const CreateSqlSnippet = z
  .strictObject({
    name: SqlName,
    sql_code: Query,
    description: Description.nullable().default(null),
    is_shared: z.boolean().default(false).openapi({ description: 'Whether other administrators see it' }),
  })
  .openapi('CreateSqlSnippet');
export type CreateSqlSnippet = z.infer<typeof CreateSqlSnippet>;

export const UpdateSqlSnippet = z
  .strictObject({
    name: SqlName.optional(),
    sql_code: Query.optional(),
    description: Description.nullable().optional(),
    is_shared: z.boolean().optional(),
  })
  .openapi('UpdateSqlSnippet');
export type UpdateSqlSnippet = z.infer<typeof UpdateSqlSnippet>;
