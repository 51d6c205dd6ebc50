import type { Principal } from '@selfdb/server/auth/principal';
import { me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { sql } from 'kysely';
import { canRun } from '../functions/statement/can-run.ts';

export interface NewEvent {
  event: string;
  /** The body that the functions get, as JSON text. */
  body: string;
  depth: number;
}

/** Queues an event for the caller's functions and for public ones. */
export async function queueEvent(
  db: Database,
  principal: Principal,
  { event, body, depth }: NewEvent,
): Promise<(RoleRow & { functions: number }) | undefined> {
  const sessionId = principal.kind === 'user' ? principal.sessionId : null;
  const rows = await db.query(sql<RoleRow & { functions: number }>`
    with ${me(principal)},
    queued as (
      insert into selfdb.function_jobs (function_id, trigger_type, request, user_id, session_id, depth)
      select f.id, 'event', jsonb_build_object('method', 'POST', 'path', '', 'headers',
          jsonb_build_object('content-type', 'application/json', 'x-event', to_json(${event}::text)), 'body_base64', ${base64(body)}::text),
        me.id, ${sessionId}::uuid, ${depth}::int
      from me join selfdb.functions f on f.owner_id = me.id or f.public join selfdb.users o on o.id = f.owner_id
      where ${canRun} and f.triggers @> ${JSON.stringify([{ type: 'event', event }])}::jsonb
      returning 1)
    select (select role from me) as my_role, (select count(*)::int from queued) as functions`);
  return rows[0];
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
