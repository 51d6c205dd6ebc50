import type { Database } from '@selfdb/server/db/database';
import { identifyDelivery } from '@selfdb/server/webhooks/delivery-id';
import { type SignatureVerdict, verifySignature } from '@selfdb/server/webhooks/signature';
import { AppError } from '@selfdb/shared/errors';
import { eventNames, isWanted, readEventBody } from './event-names.ts';
import { keptHeaders } from './kept-headers.ts';
import { type InboundWebhook, knownWebhook, loadWebhook, secretsOf } from './known-webhooks.ts';
import { type StoredRow, storeDelivery } from './repository.ts';

export interface InboundRequest {
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
  sourceIp: string;
}

interface Refused {
  refused: Exclude<SignatureVerdict, 'valid'>;
}
export interface Accepted {
  accepted: true;
  delivery_id: string;
  function: string;
}
export interface Challenge {
  challenge: string;
}

/** Of these, the first may use what is remembered of the webhook. */
const MAX_TRIES = 3;
const MAX_CHALLENGE_CHARACTERS = 1000;

const REFUSALS: Record<Refused['refused'], string> = {
  missing: 'The request is not signed. Sign it in the way of the provider that is set for the webhook.',
  malformed:
    'The signature is malformed. Sign the request in the way of the provider that is set for the webhook.',
  wrong: 'The signature is wrong. It must cover the body as it is sent, with the secret of the webhook.',
  outside_time_window:
    'The signature is too old, or its time lies ahead. It must be within five minutes of now.',
};

/**
 * Checks and stores a request. Throws not_found (the token), unauthenticated (the signature), conflict (inactive), too_many_requests.
 * What is remembered of a webhook never decides alone: before a refusal it is read again, and storing compares its revision.
 */
export async function receiveDelivery(
  db: Database,
  secretKey: string,
  token: string,
  request: InboundRequest,
): Promise<Accepted | Challenge> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const remembered = tries === 0 ? knownWebhook(token) : undefined;
    const webhook = remembered ?? (await loadWebhook(db, secretKey, token));
    const outcome = await tryDelivery(db, webhook, request, Date.now());
    if (outcome && !('refused' in outcome)) return outcome;
    if (outcome && !remembered) throw new AppError('unauthenticated', REFUSALS[outcome.refused]);
  }
  throw new AppError('unavailable', 'The webhook is being changed. Try again shortly.', {
    retryAfterSeconds: 1,
  });
}

/** Undefined if the webhook has changed, or the same delivery came at the same time. */
async function tryDelivery(
  db: Database,
  webhook: InboundWebhook,
  { headers, body, sourceIp }: InboundRequest,
  now: number,
): Promise<Accepted | Challenge | Refused | undefined> {
  const { scheme, require_signature, provider_event_type } = webhook;
  const secrets = secretsOf(webhook, now);
  const verdict = await verifySignature(scheme, { headers, body }, secrets, now);
  const isUnsigned = verdict === 'missing' && !require_signature;
  if (verdict !== 'valid' && !isUnsigned) return { refused: verdict };
  const event = readEventBody(body);
  // https://docs.slack.dev/reference/events/url_verification
  if (scheme === 'slack' && event.type === 'url_verification' && typeof event.challenge === 'string') {
    return { challenge: event.challenge.slice(0, MAX_CHALLENGE_CHARACTERS) };
  }
  const row = await storeDelivery(db, webhook, {
    ...identifyDelivery(scheme, headers, body),
    sourceIp,
    headers: keptHeaders(headers, secrets),
    body,
    signatureValid: isUnsigned ? null : true,
    runs: isWanted(provider_event_type, eventNames(scheme, headers, event)),
  });
  return row && toAccepted(row);
}

function toAccepted(row: StoredRow): Accepted | undefined {
  const id = row.known_id ?? row.delivery_id;
  if (id !== null) return { accepted: true, delivery_id: id, function: row.function_name };
  if (!row.is_active) throw new AppError('conflict', 'The webhook is not active.');
  if (!row.can_run)
    throw new AppError('conflict', 'The function of the webhook is not active or not deployed.');
  if (row.admitted) return undefined;
  throw new AppError('too_many_requests', 'The webhook takes no more requests in this minute.', {
    retryAfterSeconds: row.retry_after_seconds,
  });
}
