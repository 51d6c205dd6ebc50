import type { Count, CreateUser, DeletedUser, Owned, UpdateUser, User } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { type ListOptions, listQuery } from '../http/list-options.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { UserSessions } from './user-sessions.ts';

type UserSort = 'created_at' | 'email' | 'first_name' | 'last_name' | 'createdAt' | 'firstName' | 'lastName';

/** The users of the system. */
export class Users {
  readonly sessions: UserSessions;
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.sessions = new UserSessions(http);
    this.#http = http;
  }

  /**
   * Registers a user. Only an ADMIN may create an ADMIN. Throws ConflictError if the e-mail address is taken.
   *
   * @example
   * const user = await selfdb.auth.users.create({
   *   email: `ada-${Date.now()}@example.com`,
   *   password: 'correct horse battery',
   *   firstName: 'Ada',
   *   lastName: 'Lovelace',
   * });
   * console.log(user.id, user.role);
   */
  create(user: CreateUser, options?: RequestOptions): Promise<User> {
    return this.#http.call('POST /users', { body: user }, options);
  }

  /**
   * Lists users. `search` covers names, and for an ADMIN e-mail addresses.
   *
   * @example
   * const users = await selfdb.auth.users.list({ search: 'ada', sortBy: 'email', sortOrder: 'asc', limit: 20 });
   * for (const { firstName, email } of users) console.log(firstName, email);
   */
  list(list: ListOptions<UserSort> = {}, options?: RequestOptions): Promise<User[]> {
    return this.#http.call('GET /users', { query: listQuery(list) }, options);
  }

  /**
   * Gets a user by id.
   *
   * @example
   * const me = await selfdb.auth.me();
   * const user = await selfdb.auth.users.get(me.id);
   */
  get(id: string, options?: RequestOptions): Promise<User> {
    return this.#http.call('GET /users/{id}', { path: { id } }, options);
  }

  /**
   * Changes a user: names, and as an ADMIN also e-mail address, password, role and whether the account is active.
   *
   * @example
   * const me = await selfdb.auth.me();
   * await selfdb.auth.users.update(me.id, { firstName: 'Augusta' });
   */
  update(id: string, changes: UpdateUser, options?: RequestOptions): Promise<User> {
    return this.#http.call('PATCH /users/{id}', { path: { id }, body: changes }, options);
  }

  /**
   * Deletes a user: yourself, or as an ADMIN another one. What the user owned passes to an ADMIN.
   *
   * @example
   * const user = await selfdb.auth.users.create({
   *   email: `brief-${Date.now()}@example.com`,
   *   password: 'correct horse battery',
   *   firstName: 'Brief',
   *   lastName: 'Guest',
   * });
   * const { message } = await selfdb.auth.users.delete(user.id);
   */
  delete(id: string, options?: RequestOptions): Promise<DeletedUser> {
    return this.#http.call('DELETE /users/{id}', { path: { id } }, options);
  }

  /**
   * Counts what a user owns, which passes to an ADMIN when the user is deleted.
   *
   * @example
   * const me = await selfdb.auth.me();
   * const { tables, buckets, files, size } = await selfdb.auth.users.owned(me.id);
   */
  owned(id: string, options?: RequestOptions): Promise<Owned> {
    return this.#http.call('GET /users/{id}/owned', { path: { id } }, options);
  }

  /**
   * Counts users.
   *
   * @example
   * const { count } = await selfdb.auth.users.count({ search: 'ada' });
   */
  count({ search }: { search?: string | undefined } = {}, options?: RequestOptions): Promise<Count> {
    return this.#http.call('GET /users/count', { query: { search } }, options);
  }
}
