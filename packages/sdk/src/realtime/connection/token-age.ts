const MAX_MARGIN_MS = 60_000;

/**
 * Tells when a token should be replaced, before the server closes the socket. It compares how long the token lives with how
 * long it has been known, because the clocks of client and server may differ.
 */
export class TokenAge {
  #token: string | undefined;
  #knownSince = 0;

  /** Whether the token expires soon. `now` is in milliseconds. */
  isOld(token: string, now: number): boolean {
    if (token !== this.#token) {
      this.#token = token;
      this.#knownSince = now;
    }
    const lifetime = lifetimeMs(token);
    if (lifetime === undefined) return false;
    return now - this.#knownSince >= lifetime - Math.min(MAX_MARGIN_MS, lifetime / 2);
  }
}

/** How long a JSON Web Token is valid; undefined for another token. */
function lifetimeMs(token: string): number | undefined {
  try {
    const [, payload = ''] = token.split('.');
    const { iat, exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof iat === 'number' && typeof exp === 'number' ? (exp - iat) * 1000 : undefined;
  } catch {
    return undefined;
  }
}
