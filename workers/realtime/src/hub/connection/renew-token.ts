import type { AccessToken } from '@selfdb/server/auth/tokens';
import { RefusedError } from '../authorization/authorizations.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import { ENDED } from '../authorization/rights.ts';
import type { Visitor } from './socket.ts';

export interface RenewTokenSetup {
  authorizer: Authorizer;
  /** Throws if the token is not valid. */
  openToken(token: string): Promise<AccessToken>;
}

/**
 * The caller that the new token in the payload of `access_token` names. Throws RefusedError, or the error that prevented the
 * check.
 */
export async function renewToken(
  payload: unknown,
  { principal }: Visitor,
  { authorizer, openToken }: RenewTokenSetup,
): Promise<Visitor> {
  const opened = await openToken(tokenIn(payload)).catch(() => {
    throw new RefusedError('The token is not valid or has expired. Sign in again.');
  });
  if (principal.kind !== 'user' || opened.principal.userId !== principal.userId) {
    throw new RefusedError('This token belongs to another user. Open a separate socket for it.');
  }
  const { rights } = await authorizer.find(opened.principal, undefined);
  if (!rights.caller) throw new RefusedError(ENDED);
  return opened;
}

function tokenIn(payload: unknown): string {
  const token = typeof payload === 'object' && payload && 'access_token' in payload && payload.access_token;
  return typeof token === 'string' ? token : '';
}
