import { z } from 'zod';

const Text = z.string().max(256);

/** The payload of `phx_join` on a room, as clients of Phoenix and Supabase send it. */
const RoomJoin = z.looseObject({
  config: z
    .looseObject({
      broadcast: z.looseObject({ ack: z.boolean().optional(), self: z.boolean().optional() }).optional(),
      presence: z.looseObject({ key: Text.optional() }).optional(),
    })
    .optional(),
});

const Tracking = z.looseObject({
  event: z.enum(['track', 'untrack']),
  payload: z.record(z.string(), z.unknown()).optional(),
});
export type Tracking = z.infer<typeof Tracking>;

export interface RoomOptions {
  /** Whether broadcasts get a reply. */
  ack: boolean;
  /** Whether broadcasts come back to their sender. */
  self: boolean;
  /** The presence key; undefined for the user's id. */
  presenceKey: string | undefined;
  /** Without presence options, joining makes the user present, as is usual with Phoenix. */
  isPresentByJoining: boolean;
}

/** Undefined for a payload of another form. */
export function readRoomOptions(payload: unknown): RoomOptions | undefined {
  const { success, data } = RoomJoin.safeParse(payload);
  if (!success) return undefined;
  const { broadcast, presence } = data.config ?? {};
  return {
    ack: broadcast?.ack === true,
    self: broadcast?.self === true,
    presenceKey: presence?.key || undefined,
    isPresentByJoining: presence === undefined,
  };
}

/** Undefined for a payload of another form. */
export function readTracking(payload: unknown): Tracking | undefined {
  return Tracking.safeParse(payload).data;
}
