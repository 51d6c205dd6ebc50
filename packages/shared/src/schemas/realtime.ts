import { z } from '@hono/zod-openapi';

/** How a socket is opened. Browsers can set no headers, so what a header would say may stand here too. */
export const SocketQuery = z.strictObject({
  vsn: z.literal('2.0.0').optional().openapi({ description: 'Version of the Phoenix Channels protocol' }),
  token: z.string().optional().openapi({ description: 'A user’s access token' }),
  'X-API-Key': z.string().optional(),
});

export const FeedHealth = z
  .object({
    state: z.enum(['streaming', 'connecting', 'failed']),
    lag_bytes: z.number().nullable().openapi({
      description: 'WAL that Postgres has written and the feed has not stored; null when unknown',
    }),
  })
  .openapi('FeedHealth');

const FeedState = FeedHealth.extend({
  cursor: z.string(),
  slot: z.string(),
  log: z.object({ bytes: z.number(), oldest: z.string().nullable() }),
  skipped: z.int().openapi({
    description: 'Messages of the log that could not be read. Listeners were told a gap instead',
  }),
  given_up: z.object({ at: z.string(), error: z.string() }).nullable().openapi({
    description: 'The last transaction that Postgres could not decode. Listeners were told a gap instead',
  }),
  error: z.string().nullable(),
}).openapi('FeedState');

export const RealtimeStatus = z
  .object({
    connections: z.int(),
    channels: z.int(),
    shards: z.array(z.object({ connections: z.int(), channels: z.int() })),
    feed: FeedState,
  })
  .openapi('RealtimeStatus');
export type RealtimeStatus = z.infer<typeof RealtimeStatus>;
