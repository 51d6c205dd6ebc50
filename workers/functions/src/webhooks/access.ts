import type { Principal } from '@selfdb/server/auth/principal';
import { requireUser } from '@selfdb/server/db/authority';
import { AppError } from '@selfdb/shared/errors';
import type { FunctionGate } from '../functions/statement/function-object.ts';
import type { StoredWebhook, WebhookRow } from './repository.ts';

/** Throws unauthenticated, not_found, forbidden, unless the caller may manage the webhook. */
export function requireOwnWebhook(principal: Principal, gate: FunctionGate | undefined): void {
  requireUser(principal, gate?.my_role);
  if (!gate?.found) throw noSuchWebhook();
  if (!gate.owned) {
    throw new AppError('forbidden', 'Only the owner of the webhook or an administrator may do this.');
  }
}

/** The webhook of a statement, after the same checks. */
export function ownedWebhook(principal: Principal, row: WebhookRow | undefined): StoredWebhook {
  requireOwnWebhook(principal, row);
  if (!row?.webhook) throw noSuchWebhook();
  return row.webhook;
}

function noSuchWebhook(): AppError {
  return new AppError('not_found', 'There is no such webhook.');
}
