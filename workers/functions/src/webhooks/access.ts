import type { Principal } from '@selfdb/server/auth/principal';
import { requireUser } from '@selfdb/server/db/authority';
import { AppError } from '@selfdb/shared/errors';
import type { Direction } from '@selfdb/shared/webhooks/direction';
import { noSuchFunction } from '../functions/access.ts';
import type { FunctionGate } from '../functions/statement/function-object.ts';
import type { StoredWebhook, WebhookRow } from './repository.ts';
import type { TargetGate } from './statement/target.ts';

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

/** Throws not_found, forbidden, unless a webhook of the direction may have the target that a statement looked for. */
export function requireTarget(found: TargetGate | undefined, direction: Direction): void {
  if (!found?.target_found)
    throw direction === 'inbound' ? noSuchFunction() : new AppError('not_found', 'There is no such table.');
  if (found.target_allowed) return;
  throw new AppError(
    'forbidden',
    direction === 'inbound'
      ? 'Only the owner of the function or an administrator may do this.'
      : 'The owner of the webhook may not read the table.',
  );
}

function noSuchWebhook(): AppError {
  return new AppError('not_found', 'There is no such webhook.');
}
