import { sealText } from '@selfdb/server/auth/sealed-text';
import { asUser, requireUser } from '@selfdb/server/db/authority';
import { firstIdAt } from '@selfdb/server/db/first-id-at';
import type { Caller } from '@selfdb/server/http/caller/caller';
import { schemeOf } from '@selfdb/server/webhooks/scheme';
import { isUsableSecret, newSigningSecret } from '@selfdb/server/webhooks/signing-key';
import { AppError, invalid } from '@selfdb/shared/errors';
import type { AuditAction } from '@selfdb/shared/system/audit/actions';
import type {
  CreateWebhook,
  ListWebhooks,
  UpdateWebhook,
  Webhook,
  WebhookWithSecret,
} from '@selfdb/shared/webhooks/schema';
import { noSuchFunction } from '../functions/access.ts';
import { ownedWebhook, requireOwnWebhook } from './access.ts';
import * as repository from './repository.ts';
import type { WebhooksCaller } from './webhooks-caller.ts';

const TOKEN_BYTES = 32;

export async function listWebhooks(
  { db, principal, publicBase }: WebhooksCaller,
  list: ListWebhooks,
): Promise<Webhook[]> {
  asUser(principal);
  const found = await repository.listWebhooks(db, principal, list);
  requireUser(principal, found?.my_role);
  return (found?.webhooks ?? []).map((stored) => withUrl(stored, publicBase));
}

export async function countWebhooks({ db, principal }: Caller, search: string | undefined): Promise<number> {
  asUser(principal);
  const found = await repository.countWebhooks(db, principal, search);
  requireUser(principal, found?.my_role);
  return found?.count ?? 0;
}

/** Throws unauthenticated, not_found and forbidden (the function), validation_error (a secret that the provider can't use). */
export async function createWebhook(
  { db, principal, env, publicBase }: WebhooksCaller,
  { function_id, secret_key = newSigningSecret(), direction: _, ...fields }: CreateWebhook,
): Promise<WebhookWithSecret> {
  asUser(principal);
  requireUsable(secret_key, fields.provider);
  const id = newId();
  const secret = await sealSecret(env.SECRET_KEY, id, secret_key);
  const webhook = { id, token: newToken(), secret, function_id, fields };
  const found = await repository.insertWebhook(db, principal, webhook);
  requireUser(principal, found?.my_role);
  requireTarget(found);
  if (!found?.webhook) throw noSuchFunction();
  return { ...withUrl(found.webhook, publicBase), secret_key };
}

export async function getWebhook(
  { db, principal, publicBase }: WebhooksCaller,
  id: string,
): Promise<Webhook> {
  asUser(principal);
  return withUrl(ownedWebhook(principal, await repository.findWebhook(db, principal, id)), publicBase);
}

/** Throws unauthenticated, not_found, forbidden, validation_error. */
export async function updateWebhook(
  caller: WebhooksCaller,
  id: string,
  { secret_key, ...fields }: UpdateWebhook,
): Promise<Webhook> {
  if (secret_key !== undefined) requireUsable(secret_key, fields.provider);
  const secret = secret_key === undefined ? undefined : await newSecret(caller, id, secret_key);
  return change(caller, id, 'webhook.updated', { fields, secret });
}

/** The former token stops working at once. */
export async function regenerateToken(caller: WebhooksCaller, id: string): Promise<Webhook> {
  return change(caller, id, 'webhook.token_regenerated', { fields: {}, token: newToken() });
}

/** The former secret is accepted for WEBHOOK_SECRET_GRACE_HOURS. */
export async function rotateSecret(
  caller: WebhooksCaller,
  id: string,
  secret_key: string = newSigningSecret(),
): Promise<WebhookWithSecret> {
  const secret = await newSecret(caller, id, secret_key);
  return { ...(await change(caller, id, 'webhook.secret_rotated', { fields: {}, secret })), secret_key };
}

export async function deleteWebhook({ db, principal }: Caller, id: string): Promise<void> {
  asUser(principal);
  requireOwnWebhook(principal, await repository.deleteWebhook(db, principal, id));
}

async function change(
  { db, principal, publicBase }: WebhooksCaller,
  id: string,
  action: AuditAction,
  made: repository.WebhookChange,
): Promise<Webhook> {
  asUser(principal);
  const found = await repository.updateWebhook(db, principal, id, { action, change: made });
  requireOwnWebhook(principal, found);
  requireTarget(found);
  return withUrl(ownedWebhook(principal, found), publicBase);
}

function requireTarget(found: { function_found: boolean; function_owned: boolean } | undefined): void {
  if (!found?.function_found) throw noSuchFunction();
  if (!found.function_owned) {
    throw new AppError('forbidden', 'Only the owner of the function or an administrator may do this.');
  }
}

function requireUsable(secret: string, provider: string | null | undefined): void {
  if (isUsableSecret(schemeOf(provider ?? null), secret)) return;
  throw invalid(['body', 'secret_key'], 'must be base64, perhaps after whsec_, for Standard Webhooks');
}

async function newSecret({ env }: WebhooksCaller, id: string, secret: string) {
  const sealed = await sealSecret(env.SECRET_KEY, id, secret);
  return { sealed, graceHours: env.WEBHOOK_SECRET_GRACE_HOURS };
}

function sealSecret(secretKey: string, id: string, secret: string): Promise<string> {
  return sealText(secretKey, 'webhook secrets', id, secret);
}

function withUrl(stored: repository.StoredWebhook, publicBase: string): Webhook {
  return { ...stored, url: `${publicBase}/webhooks/in/${stored.webhook_token}` };
}

/** The secret is encrypted for the id, so the id is made before the row. */
function newId(): string {
  return firstIdAt(Date.now()).slice(0, 15) + crypto.randomUUID().slice(15);
}

function newToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES))).toString('base64url');
}
