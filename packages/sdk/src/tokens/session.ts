import { AuthenticationError, SelfDBError } from '../errors.ts';
import type { Tokens } from '../generated/types.gen.ts';
import type { BearerTokens, TokenChange } from './bearer-tokens.ts';
import { withSharedLock } from './shared-lock.ts';
import { memoryStorage, StoredItem, type StoredTokens, type TokenStorage } from './token-storage.ts';

/** So early before its end is a token replaced, that it can't expire on the way. */
const MARGIN = 10_000;

export type AuthState = 'signed_in' | 'signed_out';

interface SessionSetup {
  /** Undefined: in memory. */
  storage: TokenStorage | undefined;
  /** The key in the storage. */
  key: string;
  /** Exchanges a refresh token for new tokens. */
  exchange: (refreshToken: string) => Promise<Tokens>;
}

/**
 * The tokens of the signed-in user. The storage is the only truth, because other tabs write it, too. A refresh token works
 * once, and a second use ends the session, so there is one exchange at a time and it starts by reading the storage again.
 */
export class TokenSession implements BearerTokens {
  readonly #setup: SessionSetup;
  readonly #item: StoredItem;
  readonly #listeners = new Set<(state: AuthState) => void>();
  #state: AuthState | undefined;
  #refreshing: Promise<StoredTokens> | undefined;

  constructor(setup: SessionSetup) {
    this.#setup = setup;
    this.#item = new StoredItem(setup.storage ?? memoryStorage(), setup.key);
  }

  async get(): Promise<string | undefined> {
    const stored = await this.read();
    const { accessToken, refreshToken, expiresAt } = stored;
    const isUsable =
      accessToken !== undefined && (expiresAt === undefined || Date.now() < expiresAt - MARGIN);
    if (isUsable || refreshToken === undefined) return accessToken;
    const fresh = await this.refresh(accessToken);
    // Without it the call would go on as an anonymous one.
    if (fresh === undefined) throw endedSession();
    return fresh;
  }

  async refresh(stale: string | undefined): Promise<string | undefined> {
    this.#refreshing ??= this.#exclusively(() => this.#replace(stale)).finally(() => {
      this.#refreshing = undefined;
    });
    return (await this.#refreshing).accessToken;
  }

  async read(): Promise<StoredTokens> {
    const stored = await this.#item.read();
    this.#notice(stored);
    return stored;
  }

  /** Signs in with the tokens of a login. */
  async start(tokens: Tokens): Promise<void> {
    await this.#write(() => toStored(tokens));
  }

  /** Signs out, here and in other tabs. */
  async end(): Promise<void> {
    await this.#write(() => ({}));
  }

  set({ accessToken, refreshToken }: TokenChange): Promise<void> {
    return this.#write((stored) => ({
      ...(accessToken === undefined ? stored : { accessToken: accessToken ?? undefined }),
      refreshToken: refreshToken === undefined ? stored.refreshToken : (refreshToken ?? undefined),
    }));
  }

  onChange(listener: (state: AuthState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tokens in place of those with this access token, unless they have been replaced already. Nothing if there are none. */
  async #replace(stale: string | undefined): Promise<StoredTokens> {
    const before = await this.read();
    if (before.accessToken !== undefined && before.accessToken !== stale) return before;
    if (before.refreshToken === undefined) return {};
    const tokens = await this.#setup.exchange(before.refreshToken).catch((error: unknown) => {
      if (isRefused(error)) return undefined;
      throw error;
    });
    const after = await this.read();
    // Meanwhile another tab has refreshed, or the user has signed out or in.
    if (after.refreshToken !== before.refreshToken) return after;
    await this.#write(() => (tokens ? toStored(tokens) : {}));
    return tokens ? toStored(tokens) : {};
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#setup.storage ? withSharedLock(this.#setup.key, work) : work();
  }

  async #write(change: (stored: StoredTokens) => StoredTokens): Promise<void> {
    await this.#item.update((stored) => {
      const next = change(stored);
      this.#notice(next);
      return next;
    });
  }

  #notice({ accessToken, refreshToken }: StoredTokens): void {
    const state = accessToken === undefined && refreshToken === undefined ? 'signed_out' : 'signed_in';
    if (state === this.#state) return;
    const isFirst = this.#state === undefined && state === 'signed_out';
    this.#state = state;
    if (isFirst) return;
    for (const listener of this.#listeners) listener(state);
  }
}

export function endedSession(): AuthenticationError {
  const info = { status: 401, code: 'unauthenticated' };
  return new AuthenticationError('Your session has ended. Sign in again.', info);
}

/** Whether the server refused the refresh token itself, which is then of no use, and not the API key. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof SelfDBError)) return false;
  return (error.status === 401 && !error.message.includes('API key')) || error.status === 422;
}

function toStored({ access_token, refresh_token, expires_in }: Tokens): StoredTokens {
  return {
    accessToken: access_token,
    refreshToken: refresh_token,
    expiresAt: Date.now() + expires_in * 1000,
  };
}
