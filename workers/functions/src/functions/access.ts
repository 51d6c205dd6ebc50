import type { Principal } from '@selfdb/server/auth/principal';
import { requireUser } from '@selfdb/server/db/authority';
import { AppError } from '@selfdb/shared/errors';
import type { SelfDBFunction } from '@selfdb/shared/functions/schema';
import type { FunctionRow } from './repository.ts';
import type { FunctionGate } from './statement/function-object.ts';

/** Throws unauthenticated, not_found, forbidden, unless the caller may manage the function. */
export function requireOwned(principal: Principal, found: FunctionGate | undefined): void {
  requireUser(principal, found?.my_role);
  if (!found?.found) throw noSuchFunction();
  if (!found.owned) {
    throw new AppError('forbidden', 'Only the owner of the function or an administrator may do this.');
  }
}

/** The function of a statement, after the same checks. */
export function ownedFunction(principal: Principal, found: FunctionRow | undefined): SelfDBFunction {
  requireOwned(principal, found);
  if (!found?.function) throw noSuchFunction();
  return found.function;
}

export function noSuchFunction(): AppError {
  return new AppError('not_found', 'There is no such function.');
}
