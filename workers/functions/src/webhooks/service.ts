import { sealText } from '@selfdb/server/auth/sealed-text';
import { asUser, requireUser } from '@selfdb/server/db/authority';
import { firstIdAt } from '@selfdb/server/db/first-id-at';
import type { Caller } from '@selfdb/server/http/caller/caller';
import { schemeOf } from '@selfdb/server/webhooks/scheme';
import { isStandardSecret, isUsableSecret, newSigningSecret } from '@selfdb/server/webhooks/signing-key';
import { AppError, invalid } from '@selfdb/shared/errors';
import type { AuditAction } from '@selfdb/shared/system/audit/actions';
import { type Direction, foreignFields, notOf } from '@selfdb/shared/webhooks/direction';
import type {
  CreateWebhook,
  ListWebhooks,
  UpdateWebhook,
  Webhook,
  WebhookWithSecret,
} from '@selfdb/shared/webhooks/schema';
import { faultOfTarget } from '../outbound/target-url.ts';
import { ownedWebhook, requireOwnWebhook, requireTarget } from './access.ts';
import * as repository from './repository.ts';
import type { WebhooksCaller } from './webhooks-caller.ts';

const TOKEN_BYTES = 32;
/** Ten attempts after the first one, within about a day. */
const OUTBOUND_RETRIES = { retry_attempts: 10, retry_delay_seconds: 90, retry_max_delay_seconds: 43_200 };
const OUTBOUND = { operations: ['INSERT', 'UPDATE', 'DELETE'], ...OUTBOUND_RETRIES };
const BOTH: readonly Direction[] = ['inbound', 'outbound'];
const STANDARD_SECRET = 'must be base64, perhaps after whsec_, for Standard Webhooks';
const OUTBOUND_SECRET = 'must be whsec_ and base64 of 24 to 64 bytes';

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

/** Throws unauthenticated, not_found and forbidden (the function, the table), validation_error (the secret, the target). */
export async function createWebhook(
  { db, principal, env, publicBase }: WebhooksCaller,
  { function_id, table, secret_key = newSigningSecret(), direction = 'inbound', ...given }: CreateWebhook,
): Promise<WebhookWithSecret> {
  asUser(principal);
  const isOutbound = direction === 'outbound';
  if (isOutbound) requireStandard(secret_key);
  else requireUsable(secret_key, given.provider);
  requireReachable(given.target_url, env);
  const id = newId();
  const found = await repository.insertWebhook(db, principal, {
    ...{ id, direction, target: { function_id, table } },
    token: isOutbound ? null : newToken(),
    secret: await sealSecret(env.SECRET_KEY, id, secret_key),
    fields: isOutbound ? { ...OUTBOUND, ...given } : given,
  });
  requireUser(principal, found?.my_role);
  requireTarget(found, direction);
  if (!found?.webhook) throw new AppError('internal', 'The webhook was not stored.');
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
  { secret_key, function_id, table, ...fields }: UpdateWebhook,
): Promise<Webhook> {
  if (secret_key !== undefined && fields.provider !== undefined) requireUsable(secret_key, fields.provider);
  requireReachable(fields.target_url, caller.env);
  const faults = (direction: Direction) => faultOf({ ...fields, function_id, table }, secret_key, direction);
  return change(caller, id, 'webhook.updated', {
    ...{ fields, target: { function_id, table } },
    isStandard: standardNeeded(secret_key, fields.provider),
    secret: secret_key === undefined ? undefined : await newSecret(caller, id, secret_key),
    faults,
  });
}

/** The former token stops working at once. Throws conflict for an outbound webhook, which has none. */
export async function regenerateToken(caller: WebhooksCaller, id: string): Promise<Webhook> {
  return change(caller, id, 'webhook.token_regenerated', {
    ...{ fields: {}, target: {}, token: newToken() },
    faults: (direction) =>
      direction === 'outbound'
        ? new AppError('conflict', 'An outbound webhook has no URL of its own.')
        : undefined,
  });
}

/** The former secret counts for WEBHOOK_SECRET_GRACE_HOURS as well. */
export async function rotateSecret(
  caller: WebhooksCaller,
  id: string,
  secret_key: string = newSigningSecret(),
): Promise<WebhookWithSecret> {
  const secret = await newSecret(caller, id, secret_key);
  const faults = (direction: Direction) => faultOf({}, secret_key, direction);
  const isStandard = standardNeeded(secret_key, undefined);
  const made = { fields: {}, target: {}, secret, isStandard, faults };
  return { ...(await change(caller, id, 'webhook.secret_rotated', made)), secret_key };
}

export async function deleteWebhook({ db, principal }: Caller, id: string): Promise<void> {
  asUser(principal);
  requireOwnWebhook(principal, await repository.deleteWebhook(db, principal, id));
}

type Change = Omit<repository.WebhookChange, 'directions'> & {
  /** Why a webhook of a direction can't be changed in this way. */
  faults(direction: Direction): AppError | undefined;
};

async function change(
  { db, principal, publicBase }: WebhooksCaller,
  id: string,
  action: AuditAction,
  { faults, ...made }: Change,
): Promise<Webhook> {
  asUser(principal);
  const directions = BOTH.filter((direction) => !faults(direction));
  const found = await repository.updateWebhook(db, principal, id, {
    action,
    change: { ...made, directions },
  });
  requireOwnWebhook(principal, found);
  const direction = found?.direction ?? 'inbound';
  const fault = faults(direction);
  if (fault) throw fault;
  requireTarget(found, direction);
  if (!found?.webhook && made.isStandard !== undefined) {
    throw made.isStandard
      ? invalid(['body', 'secret_key'], `is needed for this provider: it ${STANDARD_SECRET}`)
      : invalid(['body', 'secret_key'], STANDARD_SECRET);
  }
  return withUrl(ownedWebhook(principal, found), publicBase);
}

/** Whether a webhook must be one of Standard Webhooks for its provider and its secret to fit each other after a change, or may not be. */
function standardNeeded(
  secret: string | undefined,
  provider: string | null | undefined,
): boolean | undefined {
  if (provider === undefined)
    return secret === undefined || isUsableSecret('standard-webhooks', secret) ? undefined : false;
  return secret === undefined && schemeOf(provider) === 'standard-webhooks' ? true : undefined;
}

function faultOf(fields: object, secret: string | undefined, direction: Direction): AppError | undefined {
  const [foreign] = foreignFields(fields, direction);
  if (foreign !== undefined) return invalid(['body', foreign], notOf(direction));
  if (direction === 'inbound' || secret === undefined || isStandardSecret(secret)) return undefined;
  return invalid(['body', 'secret_key'], OUTBOUND_SECRET);
}

function requireReachable(url: string | undefined, env: WebhooksCaller['env']): void {
  const fault = url === undefined ? undefined : faultOfTarget(url, env.FUNCTIONS_ALLOWED_ADDRESSES);
  if (fault !== undefined) throw invalid(['body', 'target_url'], fault);
}

function requireStandard(secret: string): void {
  if (!isStandardSecret(secret)) throw invalid(['body', 'secret_key'], OUTBOUND_SECRET);
}

function requireUsable(secret: string, provider: string | null | undefined): void {
  if (isUsableSecret(schemeOf(provider ?? null), secret)) return;
  throw invalid(['body', 'secret_key'], STANDARD_SECRET);
}

async function newSecret({ env }: WebhooksCaller, id: string, secret: string) {
  const sealed = await sealSecret(env.SECRET_KEY, id, secret);
  return { sealed, graceHours: env.WEBHOOK_SECRET_GRACE_HOURS };
}

function sealSecret(secretKey: string, id: string, secret: string): Promise<string> {
  return sealText(secretKey, 'webhook secrets', id, secret);
}

function withUrl(stored: repository.StoredWebhook, publicBase: string): Webhook {
  const token = stored.webhook_token;
  return { ...stored, url: token === null ? null : `${publicBase}/webhooks/in/${token}` };
}

/** The secret is encrypted for the id, so the id is made before the row. */
function newId(): string {
  return firstIdAt(Date.now()).slice(0, 15) + crypto.randomUUID().slice(15);
}

function newToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES))).toString('base64url');
}
