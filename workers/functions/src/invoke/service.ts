import type { Principal } from '@selfdb/server/auth/principal';
import { requireAlive, requireUser } from '@selfdb/server/db/authority';
import { AppError } from '@selfdb/shared/errors';
import type { Acting } from '@selfdb/shared/functions/runner-protocol';
import type { Trigger } from '@selfdb/shared/functions/triggers';
import { noSuchFunction } from '../functions/access.ts';
import type { InvocableFunction, InvocableRow } from './repository.ts';

/** A function that calls itself through others goes no further. */
const MAX_DEPTH = 8;

/** The function, if the caller may invoke it now with this method. Throws unauthenticated, not_found, conflict or method_not_allowed. */
export function requireInvocable(
  principal: Principal,
  row: InvocableRow | undefined,
  method: string,
): InvocableFunction {
  const found = row?.function;
  // A stranger does not learn which private functions there are.
  if (found?.public) requireAlive(principal, row?.my_role);
  else requireUser(principal, row?.my_role);
  if (!found) throw noSuchFunction();
  if (!found.is_active) throw new AppError('conflict', 'The function is not active.');
  if (!found.is_deployed) throw new AppError('conflict', 'The function is not deployed.');
  requireMethod(found.triggers, method);
  return found;
}

/** The http triggers of a function may list methods. A function without such triggers takes every method. */
function requireMethod(triggers: Trigger[], method: string): void {
  const http = triggers.filter((trigger) => trigger.type === 'http');
  const allowed = http.flatMap((trigger) => trigger.method ?? '*').map((name) => name.toUpperCase());
  if (allowed.length === 0 || allowed.includes('*') || allowed.includes(method)) return;
  throw new AppError('method_not_allowed', `The function takes ${allowed.join(', ')}.`);
}

/** How many functions led to a call, as the host of the runners says. Throws conflict for a loop. */
export function readDepth(header: string | undefined): number {
  const depth = Number(header ?? 0);
  if (!Number.isInteger(depth) || depth < 0) return 0;
  if (depth > MAX_DEPTH)
    throw new AppError('conflict', `Functions called each other more than ${MAX_DEPTH} times in turn.`);
  return depth;
}

/** The caller, whom the function can act as. Null for an anonymous one. */
export function actingCaller(principal: Principal, row: InvocableRow | undefined): Acting | null {
  if (principal.kind === 'anonymous') return null;
  const { userId, sessionId } = principal;
  return { user_id: userId, session_id: sessionId, is_admin: row?.my_role === 'ADMIN' };
}
