const PHOENIX = 'phoenix';
const TOKEN_PREFIX = 'base64url.bearer.phx.';

/**
 * Reads `Sec-WebSocket-Protocol`. Phoenix clients with an `authToken` offer `phoenix` and the token, and expect `phoenix` to be
 * accepted.
 */
export function readSubprotocols(header: string | undefined): { token?: string; accepted?: string } {
  const offered = (header ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(PHOENIX)) return {};
  const encoded = offered.find((name) => name.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
  return encoded === undefined ? { accepted: PHOENIX } : { accepted: PHOENIX, token: decode(encoded) };
}

/** Text that is not base64 stays as it is, and fails as a token. */
function decode(encoded: string): string {
  try {
    return atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return encoded;
  }
}
