import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '@selfdb/shared/auth/constant-time';
import { z } from 'zod';

/** What a signed URL lets its bearer do, and until when. */
export interface Grant {
  method: 'GET';
  fileId: string;
  /** Seconds since 1970. */
  expiresAt: number;
  /** The name to save it under, where the signer gave one. */
  saveAs: string | undefined;
}

const Payload = z.tuple([z.literal('GET'), z.string(), z.int(), z.string().optional()]);

/** The grant as `payload.signature`, both base64url. Whoever has it needs nothing else. */
export function signGrant(secret: string, { method, fileId, expiresAt, saveAs }: Grant): string {
  const fields = [method, fileId, expiresAt, ...(saveAs === undefined ? [] : [saveAs])];
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${payload}.${sign(secret, payload)}`;
}

/** Reads a grant; undefined when a character of it is another, or its time is over. */
export function readGrant(secret: string, token: string, nowSeconds: number): Grant | undefined {
  const [payload = '', signature = ''] = token.split('.');
  if (token !== `${payload}.${signature}` || !constantTimeEqual(signature, sign(secret, payload)))
    return undefined;
  const [method, fileId, expiresAt, saveAs] = Payload.parse(
    JSON.parse(Buffer.from(payload, 'base64url').toString()),
  );
  return nowSeconds < expiresAt ? { method, fileId, expiresAt, saveAs } : undefined;
}

/** Over the text of the payload, so that another text of the same bytes does not pass. */
function sign(secret: string, payload: string): string {
  return createHmac('sha256', secret).update('signed-url:').update(payload).digest('base64url');
}
