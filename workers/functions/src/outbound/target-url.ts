import { isAllowedAddress } from './allowed-address.ts';
import { isPublicHost } from './public-host.ts';

const PRIVATE =
  'must be a public address. Others, such as those of this machine and its networks, need FUNCTIONS_ALLOWED_ADDRESSES';

/**
 * Why changes can't be sent to a URL, as the end of a sentence; undefined if they can. A name is only judged when it is looked up: by
 * the network that the request goes through.
 */
export function faultOfTarget(url: string, allowedAddresses: string): string | undefined {
  const target = URL.parse(url);
  if (!target || (target.protocol !== 'https:' && target.protocol !== 'http:'))
    return 'must be a URL that begins with https:// or http://';
  if (target.username !== '' || target.password !== '')
    return 'must not contain a user name or a password. Receivers know the sender by the signature';
  if (isPublicHost(target.hostname) || isAllowedAddress(target, allowedAddresses)) return undefined;
  return PRIVATE;
}
