import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '@selfdb/server/auth/constant-time';
import { z } from 'zod';

/** What a signed URL allows, and until when. */
export interface Grant {
  method: 'GET';
  fileId: string;
  /** Seconds since 1970. */
  expiresAt: number;
  /** The name to save the file under, if the signer gave one. */
  saveAs: string | undefined;
}

const Payload = z.tuple([z.literal('GET'), z.string(), z.int(), z.string().optional()]);

/** Encodes a grant as `payload.signature`, both in base64url. Its bearer needs neither API key nor user token. */
export function signGrant(secret: string, { method, fileId, expiresAt, saveAs }: Grant): string {
  const fields = [method, fileId, expiresAt, ...(saveAs === undefined ? [] : [saveAs])];
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${payload}.${sign(secret, payload)}`;
}

/** Reads a grant. Undefined if any character was changed, or if it has expired. */
export function readGrant(secret: string, token: string, nowSeconds: number): Grant | undefined {
  const [payload = '', signature = ''] = token.split('.');
  if (token !== `${payload}.${signature}` || !constantTimeEqual(signature, sign(secret, payload)))
    return undefined;
  const [method, fileId, expiresAt, saveAs] = Payload.parse(
    JSON.parse(Buffer.from(payload, 'base64url').toString()),
  );
  return nowSeconds < expiresAt ? { method, fileId, expiresAt, saveAs } : undefined;
}

/** Signs the text of the payload, so that another text for the same bytes is not valid. */
function sign(secret: string, payload: string): string {
  return createHmac('sha256', secret).update('signed-url:').update(payload).digest('base64url');
}
