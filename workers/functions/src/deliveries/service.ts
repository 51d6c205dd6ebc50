import type { Principal } from '@selfdb/server/auth/principal';
import { asUser, requireUser } from '@selfdb/server/db/authority';
import type { Caller } from '@selfdb/server/http/caller/caller';
import { AppError } from '@selfdb/shared/errors';
import type { ListDeliveries, WebhookDelivery } from '@selfdb/shared/webhooks/delivery-schema';
import type { FunctionGate } from '../functions/statement/function-object.ts';
import { requireOwnWebhook } from '../webhooks/access.ts';
import * as repository from './repository.ts';

const CANT_RUN = {
  inbound: 'The function is not active or not deployed.',
  outbound: 'The webhook is not active, or its owner may not read the table any more.',
};

export async function listDeliveries(
  { db, principal }: Caller,
  webhookId: string,
  list: ListDeliveries,
): Promise<WebhookDelivery[]> {
  asUser(principal);
  const found = await repository.listDeliveries(db, principal, webhookId, list);
  requireOwnWebhook(principal, found);
  return (found?.deliveries ?? []).map(toDelivery);
}

export async function getDelivery({ db, principal }: Caller, id: string): Promise<WebhookDelivery> {
  asUser(principal);
  const found = await repository.findDelivery(db, principal, id);
  requireOwnDelivery(principal, found);
  if (!found?.delivery) throw noSuchDelivery();
  return toDelivery(found.delivery);
}

/** Throws unauthenticated, forbidden, not_found, conflict (it waits or runs, or the function can't run, or the webhook can't send). */
export async function retryDelivery({ db, principal }: Caller, id: string): Promise<WebhookDelivery> {
  asUser(principal);
  const found = await repository.retryDelivery(db, principal, id);
  requireOwnDelivery(principal, found);
  if (!found?.can_run) throw new AppError('conflict', CANT_RUN[found?.direction ?? 'inbound']);
  if (!found.delivery) throw new AppError('conflict', 'The delivery is waiting or running already.');
  return toDelivery(found.delivery);
}

function requireOwnDelivery(principal: Principal, gate: FunctionGate | undefined): void {
  requireUser(principal, gate?.my_role);
  if (!gate?.found) throw noSuchDelivery();
  requireOwnWebhook(principal, gate);
}

function toDelivery(stored: repository.StoredDelivery): WebhookDelivery {
  return { ...stored, request_body: Buffer.from(stored.request_body, 'base64').toString('utf8') };
}

function noSuchDelivery(): AppError {
  return new AppError('not_found', 'There is no such delivery.');
}
