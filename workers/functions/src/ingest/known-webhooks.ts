import { openSealedText } from '@selfdb/server/auth/sealed-text';
import type { Database } from '@selfdb/server/db/database';
import { type SignatureScheme, schemeOf } from '@selfdb/server/webhooks/scheme';
import { isUsableSecret } from '@selfdb/server/webhooks/signing-key';
import { AppError } from '@selfdb/shared/errors';
import { findInbound } from './repository.ts';

export interface InboundWebhook {
  id: string;
  token: string;
  revision: string;
  scheme: SignatureScheme;
  provider_event_type: string | null;
  require_signature: boolean;
  secret: string;
  oldSecret: string | undefined;
  /** Milliseconds since 1970. */
  oldSecretUntil: number;
}

const MAX_KNOWN = 1000;
const TOKEN = /^[A-Za-z0-9_-]{20,100}$/;

/** Webhooks by token. Each may have changed since: whoever uses one compares its revision. */
const known = new Map<string, InboundWebhook>();

export function knownWebhook(token: string): InboundWebhook | undefined {
  return known.get(token);
}

/** Throws not_found if the text can't be a token. */
export function requireTokenForm(token: string): void {
  if (!TOKEN.test(token)) throw noSuchAddress();
}

/** The webhook as it is now, kept for the next request. Throws not_found, conflict (its secret can't be read). */
export async function loadWebhook(db: Database, secretKey: string, token: string): Promise<InboundWebhook> {
  known.delete(token);
  const row = await findInbound(db, token);
  if (!row) throw noSuchAddress();
  const open = (sealed: string) => openSealedText(secretKey, 'webhook secrets', row.id, sealed);
  const secret = await open(row.secret);
  if (secret === undefined) {
    throw new AppError(
      'conflict',
      'SECRET_KEY has changed since the secret of the webhook was set. Rotate it.',
    );
  }
  const { id, revision, provider_event_type, require_signature } = row;
  const webhook = {
    id,
    token,
    revision,
    provider_event_type,
    require_signature,
    scheme: schemeOf(row.provider),
    secret,
    oldSecret: row.old_secret === null ? undefined : await open(row.old_secret),
    oldSecretUntil: row.old_secret_until ?? 0,
  };
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(token, webhook);
  return webhook;
}

/** The secrets that count now and that the webhook's scheme can use. */
export function secretsOf(
  { scheme, secret, oldSecret, oldSecretUntil }: InboundWebhook,
  now: number,
): string[] {
  const all = oldSecret !== undefined && oldSecretUntil > now ? [secret, oldSecret] : [secret];
  return all.filter((each) => isUsableSecret(scheme, each));
}

function noSuchAddress(): AppError {
  return new AppError('not_found', 'There is no webhook at this address.');
}
