/** Tokens to put in place; null removes one, undefined leaves it. */
export interface TokenChange {
  accessToken?: string | null | undefined;
  refreshToken?: string | null | undefined;
}

/** Where requests get the user's access token from. */
export interface BearerTokens {
  /** The access token; undefined if nobody is signed in. */
  get(): string | undefined | Promise<string | undefined>;
  /**
   * A token in place of one that the server no longer accepts; undefined if there is none, which means signed out. Several
   * requests may call it at once, some with a token that has been replaced already.
   */
  refresh(stale: string | undefined): Promise<string | undefined>;
  /** Replaces tokens from outside. */
  set?(change: TokenChange): Promise<void>;
}
