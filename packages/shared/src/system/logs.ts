import { Time } from '../contract/common.ts';
import { errors, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export const MAX_LOG_ENTRIES = 1000;
/** What a cursor can be: positions in the logs of a few processes. */
export const CURSOR = /^[a-z]{1,20}-\d{1,15}(?:\.[a-z]{1,20}-\d{1,15}){0,19}$/;
/** What an id of a request can be. */
const REQUEST_ID = /^[\w.:@/+=-]{1,128}$/;

const LogLevel = z.enum(LOG_LEVELS);
export type LogLevel = z.infer<typeof LogLevel>;

const LogEntry = z
  .object({
    id: z.string().openapi({ description: 'Names the entry: its log, and its position there' }),
    time: Time,
    level: LogLevel.openapi({ description: 'Guessed from its words if the entry is a line of text' }),
    service: z.string().openapi({ description: 'Which part of the system wrote it', example: 'auth' }),
    event: z.string().nullable().openapi({
      description: 'What happened, such as `request`; null for a line of text',
    }),
    message: z.string().nullable().openapi({
      description: 'A line of text as a process wrote it; null for a structured entry',
    }),
    request_id: z.string().nullable(),
    fields: z
      .record(z.string(), z.unknown())
      .openapi({ description: 'All that a structured entry says besides', additionalProperties: true }),
  })
  .openapi('LogEntry');
export type LogEntry = z.infer<typeof LogEntry>;

const LogPage = z
  .object({
    data: LogEntry.array().openapi({ description: 'Newest first' }),
    next_cursor: z.string().nullable().openapi({
      description: 'For the older entries, as `cursor`; null if there are none',
    }),
    follow_cursor: z.string().openapi({
      description: 'For the entries that are written from now on, as `Last-Event-ID`',
    }),
    is_complete: z.boolean().openapi({
      description:
        'False if the search ended early because it had read for long enough. Continue it with `next_cursor`',
    }),
    searched_to: Time.nullable().openapi({ description: 'The time of the oldest entry that was looked at' }),
  })
  .openapi('LogPage');
export type LogPage = z.infer<typeof LogPage>;

const Instant = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-01-31T08:15:30Z' });

const LogQuery = z.strictObject({
  service: z
    .string()
    .regex(/^[a-z-]{1,30}(?:,[a-z-]{1,30}){0,19}$/, 'must be names of services, separated by commas')
    .optional()
    .openapi({ description: 'Only these services, separated by commas', example: 'api,auth' }),
  level: LogLevel.optional().openapi({ description: 'This level and those above it' }),
  request_id: z.string().regex(REQUEST_ID, 'must be the id of a request').optional(),
  search: z.string().min(1).max(200).optional().openapi({
    description: 'Literal text anywhere in an entry, in upper or lower case',
  }),
  since: Instant.optional(),
  until: Instant.optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(MAX_LOG_ENTRIES))
    .default(100)
    .openapi({ type: 'integer', minimum: 1, maximum: MAX_LOG_ENTRIES, default: 100 }),
  cursor: z.string().regex(CURSOR, 'must be a cursor of this list').optional(),
});
export type LogQuery = z.infer<typeof LogQuery>;

export const getSystemLogs = route({
  method: 'get',
  path: '/system/logs',
  operationId: 'getSystemLogs',
  summary: 'Read or follow the logs of all processes (ADMIN)',
  description:
    'With `Accept: text/event-stream` the answer is a stream of server-sent events that goes on: each holds an entry that was just written, and its `id` is a cursor. After a break, `Last-Event-ID` continues where the stream ended. Without it, the stream begins with the next entry, or after `cursor`. `limit`, `since` and `until` do not apply. The stream ends when the session does. Where SelfDB does not run under its own supervisor (`npm run dev`, Cloudflare), the answer is 503.',
  tags: ['System'],
  security: security.token,
  request: { query: LogQuery },
  responses: {
    200: {
      description: 'The entries',
      content: { 'application/json': { schema: LogPage }, 'text/event-stream': { schema: z.string() } },
    },
    ...errors(401, 403),
  },
});
