import type {
  ChangePassword,
  Count,
  Login,
  Message,
  Tokens,
  UpdateMe,
  User,
} from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { type AuthState, endedSession, type TokenSession } from '../tokens/session.ts';
import { Users } from './users.ts';

/** Signing in and out, and accounts. */
export class Auth {
  /** Sends the requests; also takes tokens from elsewhere. */
  readonly client: HttpClient;
  readonly users: Users;
  readonly #session: TokenSession | undefined;

  /** Without a session, the program keeps the tokens itself (option `tokens`). */
  constructor(client: HttpClient, session: TokenSession | undefined) {
    this.client = client;
    this.users = new Users(client);
    this.#session = session;
  }

  /**
   * Signs in. The tokens are kept, sent with every request, and replaced in time. Throws AuthenticationError if the e-mail
   * address or the password is wrong, RateLimitError after too many attempts.
   *
   * @example
   * const { access_token } = await selfdb.auth.login({ email, password });
   */
  async login({ email, password }: Login, options?: RequestOptions): Promise<Tokens> {
    const tokens = await this.client.call(
      'POST /users/token',
      { body: { email, password } },
      { ...options, isAnonymous: true },
    );
    await this.#session?.start(tokens);
    return tokens;
  }

  /**
   * Gets the signed-in user.
   *
   * @example
   * const { email, role } = await selfdb.auth.me();
   */
  me(options?: RequestOptions): Promise<User> {
    return this.client.call('GET /users/me', {}, options);
  }

  /**
   * Exchanges the refresh token for new tokens. You rarely need it: tokens are replaced by themselves. Throws
   * AuthenticationError if the session has ended.
   *
   * @example
   * const { expires_in } = await selfdb.auth.refresh();
   */
  async refresh(
    { refreshToken }: { refreshToken?: string | undefined } = {},
    options?: RequestOptions,
  ): Promise<Tokens> {
    const session = this.#session;
    const stored = await session?.read();
    if (refreshToken !== undefined && refreshToken !== stored?.refreshToken) {
      const tokens = await this.client.call(
        'POST /users/token/refresh',
        { body: { refresh_token: refreshToken } },
        { ...options, isAnonymous: true },
      );
      await session?.start(tokens);
      return tokens;
    }
    const accessToken = await this.client.tokens.refresh(stored?.accessToken);
    if (accessToken === undefined) throw endedSession();
    const fresh = await session?.read();
    const expiresIn = ((fresh?.expiresAt ?? Date.now()) - Date.now()) / 1000;
    return {
      access_token: accessToken,
      refresh_token: fresh?.refreshToken ?? '',
      token_type: 'bearer',
      expires_in: Math.round(expiresIn),
    };
  }

  /**
   * Ends the session. The tokens are forgotten here even if the server can't be reached; the call then throws.
   *
   * @example
   * await selfdb.auth.logout();
   */
  async logout(
    { refreshToken }: { refreshToken?: string | undefined } = {},
    options?: RequestOptions,
  ): Promise<Message> {
    const token = refreshToken ?? (await this.#session?.read())?.refreshToken;
    try {
      return await this.client.call('POST /users/logout', { body: { refresh_token: token } }, options);
    } finally {
      await this.#session?.end();
    }
  }

  /**
   * Ends all your sessions, also on other devices.
   *
   * @example
   * await selfdb.auth.logoutAll();
   */
  async logoutAll(options?: RequestOptions): Promise<Message> {
    const message = await this.client.call('POST /users/logout/all', {}, options);
    await this.#session?.end();
    return message;
  }

  /**
   * Counts users, as `auth.users.count` does.
   *
   * @example
   * const { count } = await selfdb.auth.count();
   */
  count(filter: { search?: string | undefined } = {}, options?: RequestOptions): Promise<Count> {
    return this.users.count(filter, options);
  }

  /**
   * Changes your names.
   *
   * @example
   * const me = await selfdb.auth.updateMe({ lastName: 'King' });
   */
  updateMe(changes: UpdateMe, options?: RequestOptions): Promise<User> {
    return this.client.call('PATCH /users/me', { body: changes }, options);
  }

  /**
   * Changes your password and ends your other sessions.
   *
   * @example
   * await selfdb.auth.changePassword({ currentPassword: password, newPassword: 'staple correct horse' });
   */
  changePassword(
    { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
    options?: RequestOptions,
  ): Promise<Message> {
    const body: ChangePassword = { current_password: currentPassword, new_password: newPassword };
    return this.client.call('POST /users/me/password', { body }, options);
  }

  /**
   * Calls a function whenever a user signs in or out, also if another tab does so (told at the next call) or if the session
   * ends. Gives a function that stops it.
   *
   * @example
   * const stop = selfdb.auth.onAuthChange((state) => console.log(state)); // 'signed_in' or 'signed_out'
   * stop();
   */
  onAuthChange(listener: (state: AuthState) => void): () => void {
    return this.#session?.onChange(listener) ?? (() => undefined);
  }
}
