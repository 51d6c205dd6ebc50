import { Text } from '../contract/common.ts';
import { z } from '../contract/zod.ts';

/** Longest name of a topic or an event. */
export const MAX_NAME_LENGTH = 256;

export const SendBroadcast = z
  .strictObject({
    topic: Text.min('room:'.length + 1)
      .max(MAX_NAME_LENGTH)
      .regex(/^room:/, 'must begin with "room:"')
      .openapi({ example: 'room:lobby' }),
    event: Text.min(1).max(MAX_NAME_LENGTH).openapi({ example: 'message' }),
    payload: z.record(z.string(), z.unknown()).default({}).openapi({
      description: 'What the listeners get. With the frame around it at most REALTIME_MAX_FRAME_BYTES',
    }),
  })
  .openapi('SendBroadcast');
export type SendBroadcast = z.output<typeof SendBroadcast>;

export const SentBroadcast = z
  .object({
    topic: z.string(),
    event: z.string(),
    recipients: z.int().openapi({ description: 'The number of sockets in the room that it was sent to' }),
  })
  .openapi('SentBroadcast');
export type SentBroadcast = z.infer<typeof SentBroadcast>;

/** How a client opens a socket. Browsers cannot set headers, so these parameters replace them. */
export const SocketQuery = z.strictObject({
  vsn: z.literal('2.0.0').optional().openapi({ description: 'Version of the Phoenix Channels protocol' }),
  token: z.string().optional().openapi({ description: 'A user’s access token' }),
  'X-API-Key': z.string().optional(),
});

export const FeedHealth = z
  .object({
    state: z.enum(['streaming', 'connecting', 'failed']),
    lag_bytes: z.number().nullable().openapi({
      description: 'Bytes of WAL that Postgres has written and the feed has not stored; null when unknown',
    }),
  })
  .openapi('FeedHealth');

const FeedState = FeedHealth.extend({
  cursor: z.string(),
  slot: z.string(),
  log: z.object({ bytes: z.number(), oldest: z.string().nullable() }),
  skipped: z.int().openapi({
    description: 'Log messages that could not be read. Listeners got a `gap` instead',
  }),
  given_up: z.object({ at: z.string(), error: z.string() }).nullable().openapi({
    description: 'The last transaction that Postgres could not decode. Listeners got a `gap` instead',
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
