import { openSealedText } from '@selfdb/server/auth/sealed-text';
import { signStandard } from '@selfdb/server/webhooks/signature';
import type { ClaimedSend } from './repository.ts';

/**
 * The headers of Standard Webhooks for an attempt now: https://www.standardwebhooks.com. While a former secret counts, there is a
 * signature by each. Undefined if the secret was encrypted under another SECRET_KEY.
 */
export async function signedHeaders(
  secretKey: string,
  send: Pick<ClaimedSend, 'delivery_id' | 'webhook_id' | 'secret' | 'old_secret'>,
  body: Uint8Array<ArrayBuffer>,
  now: number,
): Promise<Record<string, string> | undefined> {
  const open = (sealed: string) => openSealedText(secretKey, 'webhook secrets', send.webhook_id, sealed);
  const secret = await open(send.secret);
  if (secret === undefined) return undefined;
  const headers = await signStandard(send.delivery_id, body, secret, now);
  const former = send.old_secret === null ? undefined : await open(send.old_secret);
  if (former === undefined) return headers;
  const other = await signStandard(send.delivery_id, body, former, now);
  return {
    ...headers,
    'webhook-signature': `${headers['webhook-signature']} ${other['webhook-signature']}`,
  };
}
