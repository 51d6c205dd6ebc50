import { asUser, requireUser } from '@selfdb/server/db/authority';
import type { Caller } from '@selfdb/server/http/caller/caller';
import { AppError } from '@selfdb/shared/errors';
import type { SendEvent, SentEvent } from '@selfdb/shared/functions/event-routes';
import { queueEvent } from './repository.ts';

const MAX_CHARACTERS = 262_144;

/** Throws unauthenticated, too_large. */
export async function sendEvent(
  { db, principal }: Caller,
  { event, data }: SendEvent,
  depth: number,
): Promise<SentEvent> {
  asUser(principal);
  const body = JSON.stringify({ event, data: data ?? null });
  if (body.length > MAX_CHARACTERS) throw new AppError('too_large', 'An event has at most 256 KB.');
  const found = await queueEvent(db, principal, { event, body, depth });
  requireUser(principal, found?.my_role);
  return { event, functions: found?.functions ?? 0 };
}
