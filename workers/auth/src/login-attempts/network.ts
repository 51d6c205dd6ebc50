const MAX_LENGTH = 64;
const GROUPS = 8;
const NETWORK_GROUPS = 4;

/**
 * What counts as one address: an IPv4 address, or the /64 network of an IPv6 address, because a client can use any address
 * of its network. Any other text is only shortened.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address.slice(0, MAX_LENGTH);
  const host = URL.parse(`http://[${address.replace(/%.*$/s, '')}]`)?.hostname;
  if (host === undefined) return address.slice(0, MAX_LENGTH);
  const groups = groupsOf(host.slice(1, -1));
  const mapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return mapped ? toIpv4(groups.slice(6)) : `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

/** The eight groups of an address as `URL` writes it, without leading zeros. */
function groupsOf(host: string): string[] {
  const [before = '', after] = host.split('::');
  const [left, right] = [before, after ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = after === undefined ? 0 : GROUPS - (left?.length ?? 0) - (right?.length ?? 0);
  return [...(left ?? []), ...Array<string>(zeros).fill('0'), ...(right ?? [])];
}

function toIpv4(groups: string[]): string {
  return groups
    .map((group) => Number.parseInt(group, 16))
    .flatMap((value) => [value >> 8, value & 0xff])
    .join('.');
}
