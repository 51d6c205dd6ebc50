import type { Principal } from '@selfdb/server/auth/principal';
import { requireUser } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { SettingsOf } from '@selfdb/settings';
import { AppError } from '@selfdb/shared/errors';
import type { SentBroadcast } from '@selfdb/shared/realtime/schema';
import type { RealtimeBindings } from '../bindings.ts';
import { selectCallerRole } from '../hub/authorization/repository.ts';
import { isLongerThan } from '../hub/connection/message.ts';
import { shardNames } from '../hub/shards.ts';

interface BroadcastRequest {
  db: Database;
  principal: Principal;
  env: Pick<SettingsOf<'realtime'>, 'REALTIME_SHARDS' | 'REALTIME_MAX_FRAME_BYTES'>;
  hubs: RealtimeBindings['HUB'];
}

interface Broadcast {
  topic: string;
  event: string;
  /** A JSON object as text. */
  payloadText: string;
}

/** Sends a message to everyone in a room, on all Hubs. Throws unauthenticated, as joining a room does, and too_large. */
export async function sendBroadcast(
  { db, principal, env, hubs }: BroadcastRequest,
  { topic, event, payloadText }: Broadcast,
): Promise<SentBroadcast> {
  const { REALTIME_SHARDS, REALTIME_MAX_FRAME_BYTES } = env;
  const text = `{"type":"broadcast","event":${JSON.stringify(event)},"payload":${payloadText}}`;
  if (isLongerThan(text, REALTIME_MAX_FRAME_BYTES))
    throw new AppError('too_large', `A broadcast can have at most ${REALTIME_MAX_FRAME_BYTES} bytes.`);
  const [row] = await selectCallerRole(db, principal);
  requireUser(principal, row?.my_role);
  const counts = await Promise.all(
    shardNames(REALTIME_SHARDS).map((name) => hubs.getByName(name).relay(topic, text)),
  );
  return { topic, event, recipients: counts.reduce((total, count) => total + count, 0) };
}
