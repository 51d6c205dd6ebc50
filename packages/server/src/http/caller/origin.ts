import { cutText } from '@selfdb/shared/cut-text';
import type { Origin } from '../../auth/principal.ts';
import type { AppContext, Bindings } from '../context.ts';
import { UNKNOWN_ADDRESS } from './client-address.ts';

const MAX_ADDRESS_CHARACTERS = 64;
const MAX_USER_AGENT_CHARACTERS = 256;

/** Where a request comes from, for the audit log. */
export function originOf<B extends Bindings>(
  c: AppContext<B>,
  addressOf: (c: AppContext<B>) => string,
): Origin {
  const address = addressOf(c);
  const userAgent = c.req.header('User-Agent');
  return {
    address: address === UNKNOWN_ADDRESS ? undefined : cutText(address, MAX_ADDRESS_CHARACTERS),
    userAgent: userAgent === undefined ? undefined : cutText(userAgent, MAX_USER_AGENT_CHARACTERS),
    requestId: c.get('requestId'),
  };
}
