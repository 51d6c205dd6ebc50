/** Networks of IPv4 that are not public (RFC 6890), with the number of bits that count. */
const NOT_PUBLIC: [string, number][] = [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as [string, number][]),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
  ] as [string, number][]),
  ...([
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
  ] as [string, number][]),
  ['224.0.0.0', 3],
];

/**
 * Whether a host of a URL may be public: a name, but none of this machine, or a public address. `URL` has already turned every way of
 * writing an address of IPv4 into four numbers.
 */
export function isPublicHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return isPublicIpv6(hostname.slice(1, -1));
  const address = ipv4Number(hostname);
  if (address !== undefined) return !NOT_PUBLIC.some(([network, bits]) => isWithin(address, network, bits));
  const name = hostname.replace(/\.$/, '');
  return name !== 'localhost' && !name.endsWith('.localhost');
}

/** Whether an address of IPv4 is in a network. */
export function isWithin(address: number, network: string, bits: number): boolean {
  const start = ipv4Number(network);
  return (
    start !== undefined && Math.floor(address / 2 ** (32 - bits)) === Math.floor(start / 2 ** (32 - bits))
  );
}

export function ipv4Number(text: string): number | undefined {
  if (!/^(?:\d{1,3}\.){3}\d{1,3}$/.test(text)) return undefined;
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Global addresses begin with 2000::/3. Of these, some are for documentation, or are addresses of IPv4 in disguise. */
function isPublicIpv6(address: string): boolean {
  const [first = '', second = ''] = address.split(':');
  const start = Number.parseInt(first || '0', 16);
  if (start < 0x2000 || start >= 0x3fff || start === 0x2002) return false;
  return start !== 0x2001 || (Number.parseInt(second || '0', 16) > 0x1ff && second !== 'db8');
}
