import { readAllowedAddresses } from '@selfdb/shared/functions/allowed-addresses';
import { ipv4Number, isWithin } from './public-host.ts';

/** Whether FUNCTIONS_ALLOWED_ADDRESSES opens the host and the port of a URL, or a network that may hold it. */
export function isAllowedAddress(target: URL, allowedAddresses: string): boolean {
  return (
    opensExactly(target, allowedAddresses) ||
    readAllowedAddresses(allowedAddresses).some((entry) => isInNetwork(target, entry))
  );
}

/** Whether the setting names the host and the port of a URL. */
export function opensExactly({ hostname, port, protocol }: URL, allowedAddresses: string): boolean {
  const address = `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
  return readAllowedAddresses(allowedAddresses).includes(address);
}

/** Of IPv6 only that there is a network: the one that the request goes through knows the addresses. */
function isInNetwork({ hostname }: URL, entry: string): boolean {
  const [network = '', bits] = entry.split('/');
  if (bits === undefined) return false;
  if (hostname.startsWith('[')) return network.includes(':');
  const address = ipv4Number(hostname);
  return address !== undefined && isWithin(address, network, Number(bits));
}
