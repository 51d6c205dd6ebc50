/** Where tokens are kept: `localStorage`, or anything with these functions, which may be asynchronous. */
export interface TokenStorage {
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

/** Tokens as they are stored. */
export interface StoredTokens {
  accessToken?: string | undefined;
  refreshToken?: string | undefined;
  /** By this machine's clock, in milliseconds; undefined if not known. */
  expiresAt?: number | undefined;
}

/** Forgets everything with the program. */
export function memoryStorage(): TokenStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key),
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  };
}

/** One item of a storage, read and written in order: a read gives what an earlier write wrote. */
export class StoredItem {
  readonly #storage: TokenStorage;
  readonly #key: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(storage: TokenStorage, key: string) {
    this.#storage = storage;
    this.#key = key;
  }

  async read(): Promise<StoredTokens> {
    await this.#last;
    return this.#readNow();
  }

  /** Replaces what is stored by what `change` makes of it. */
  update(change: (stored: StoredTokens) => StoredTokens): Promise<void> {
    const done = this.#last.then(async () => {
      const { accessToken, refreshToken, expiresAt } = change(await this.#readNow());
      if (accessToken === undefined && refreshToken === undefined) await this.#storage.removeItem(this.#key);
      else {
        await this.#storage.setItem(this.#key, JSON.stringify({ accessToken, refreshToken, expiresAt }));
      }
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #readNow(): Promise<StoredTokens> {
    return parseTokens(await this.#storage.getItem(this.#key));
  }
}

/** Another program may have written there, so what is not ours counts as nothing. */
function parseTokens(text: string | null | undefined): StoredTokens {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    const field = (name: string): unknown => Reflect.get(value, name);
    const [accessToken, refreshToken, expiresAt] = ['accessToken', 'refreshToken', 'expiresAt'].map(field);
    return {
      accessToken: typeof accessToken === 'string' ? accessToken : undefined,
      refreshToken: typeof refreshToken === 'string' ? refreshToken : undefined,
      expiresAt: typeof expiresAt === 'number' ? expiresAt : undefined,
    };
  } catch {
    return {};
  }
}
