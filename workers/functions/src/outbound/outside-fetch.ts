import type { FunctionsBindings } from '../bindings.ts';
import { opensExactly } from './allowed-address.ts';

/**
 * A `fetch` that reaches what outbound webhooks may reach. The network behind the binding PUBLIC refuses addresses that are not public,
 * however they are written and whatever name leads there; behind OPENED is what FUNCTIONS_ALLOWED_ADDRESSES names with its port.
 * Where there is no such network, on Cloudflare and under `wrangler dev`, requests leave as others do.
 */
export function outsideFetch(
  { PUBLIC, OPENED }: Pick<FunctionsBindings, 'PUBLIC' | 'OPENED'>,
  allowedAddresses: string,
): typeof fetch {
  return (input, init) => {
    const request = new Request(input, init);
    const isOpened = opensExactly(new URL(request.url), allowedAddresses);
    const network = isOpened ? OPENED : PUBLIC;
    return network ? network.fetch(request) : fetch(request);
  };
}
