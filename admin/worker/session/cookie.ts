const PATH = '/session';

/**
 * The name of the cookie with the refresh token. Cookies don't tell ports apart, so the name has the port: two dashboards on one
 * host keep their sessions. A browser takes a name with the prefix over HTTPS only (`__Host-` would need the path `/`).
 */
export function cookieName(ownOrigin: string): string {
  const { protocol, port } = new URL(ownOrigin);
  const name = port === '' ? 'selfdb-session' : `selfdb-session-${port}`;
  return protocol === 'https:' ? `__Secure-${name}` : name;
}

/** The refresh token in a `Cookie` header. */
export function readCookie(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}

/** A `Set-Cookie` that keeps the refresh token where no script and no other path can read it. */
export function cookieWith(token: string, maxAgeSeconds: number, ownOrigin: string): string {
  const secure = ownOrigin.startsWith('https:') ? '; Secure' : '';
  return `${cookieName(ownOrigin)}=${token}; Path=${PATH}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`;
}

/** A `Set-Cookie` that removes it. */
export function noCookie(ownOrigin: string): string {
  return cookieWith('', 0, ownOrigin);
}
