import type { UserSession } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';

/** Where users are signed in. Users reach their own sessions, with their id or `me`; an ADMIN reaches everyone's. */
export class UserSessions {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Lists the sessions that have neither ended nor expired, the last used first.
   *
   * @example
   * const sessions = await selfdb.auth.users.sessions.list('me');
   * for (const { user_agent, last_used_at, current } of sessions) console.log(user_agent, last_used_at, current);
   */
  list(
    userId: string,
    page: { skip?: number | undefined; limit?: number | undefined } = {},
    options?: RequestOptions,
  ): Promise<UserSession[]> {
    return this.#http.call('GET /users/{id}/sessions', { path: { id: userId }, query: page }, options);
  }

  /**
   * Ends a session: its tokens stop working at once, and its realtime channels close. Throws NotFoundError if it has ended.
   *
   * @example
   * const sessions = await selfdb.auth.users.sessions.list('me');
   * const elsewhere = sessions.find(({ current }) => !current);
   * if (elsewhere) await selfdb.auth.users.sessions.revoke('me', elsewhere.id);
   */
  async revoke(userId: string, sessionId: string, options?: RequestOptions): Promise<void> {
    await this.#http.call(
      'DELETE /users/{id}/sessions/{session_id}',
      { path: { id: userId, session_id: sessionId } },
      options,
    );
  }

  /**
   * Ends all sessions of a user except the one of this call.
   *
   * @example
   * await selfdb.auth.users.sessions.revokeAll('me');
   */
  async revokeAll(userId: string, options?: RequestOptions): Promise<void> {
    await this.#http.call('DELETE /users/{id}/sessions', { path: { id: userId } }, options);
  }
}
