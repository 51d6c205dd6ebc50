const PHOENIX = 'phoenix';
const TOKEN_PREFIX = 'base64url.bearer.phx.';

/**
 * What a client offers in `Sec-WebSocket-Protocol`: clients of Phoenix with an `authToken` offer `phoenix` and the token, and
 * want `phoenix` to be accepted.
 */
export function readSubprotocols(header: string | undefined): { token?: string; accepted?: string } {
  const offered = (header ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(PHOENIX)) return {};
  const encoded = offered.find((name) => name.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
  return encoded === undefined ? { accepted: PHOENIX } : { accepted: PHOENIX, token: decode(encoded) };
}

/** What is no base64 is taken as it is, and is no valid token. */
function decode(encoded: string): string {
  try {
    return atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return encoded;
  }
}
