import { APIConnectionError, AuthenticationError } from '../errors.ts';
import type { CreateUser, Login, User } from '../generated/types.gen.ts';
import type { SelfDBClient } from './client.ts';
import { Store } from './store.ts';

/** Who is signed in. */
export interface UserState {
  user: User | undefined;
  /** Whether it is not known yet. */
  isLoading: boolean;
  /** Why it can't be found out. */
  error: Error | undefined;
}

const RETRY_MS = 2000;

/** The signed-in user of a client, also when another tab signs in or out, or the session is revoked. */
export class UserStore {
  readonly #client: SelfDBClient;
  readonly #store = new Store<UserState>({ user: undefined, isLoading: true, error: undefined });
  #reads = 0;
  #subscribers = 0;
  #stop: () => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Use `userOf(selfdb)`. */
  constructor(client: SelfDBClient) {
    this.#client = client;
  }

  readonly getState = (): UserState => this.#store.getState();

  /** Follows the user and calls a function after every change, until the function that it gives is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    const unsubscribe = this.#store.subscribe(listener);
    this.#subscribers += 1;
    if (this.#subscribers === 1) this.#start();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      unsubscribe();
      this.#subscribers -= 1;
      if (this.#subscribers === 0) this.#stop();
    };
  };

  readonly signIn = async (login: Login): Promise<User> => {
    await this.#client.auth.login(login);
    return this.#client.auth.me();
  };

  /** Registers a user and signs in. */
  readonly signUp = async (user: CreateUser): Promise<User> => {
    await this.#client.auth.users.create(user);
    return this.signIn(user);
  };

  readonly signOut = async (): Promise<void> => {
    await this.#client.auth.logout();
  };

  #start(): void {
    const stopAuth = this.#client.auth.onAuthChange((state) => {
      if (state === 'signed_in') void this.#read();
      else this.#set({ user: undefined, isLoading: false, error: undefined });
    });
    // Of another tab. Reading the token notices what it has stored.
    const notice = () => void Promise.resolve(this.#client.client.tokens.get()).catch(() => {});
    globalThis.addEventListener?.('storage', notice);
    // A page that was in the background may have missed that its session was revoked.
    const check = () => globalThis.document?.visibilityState === 'visible' && void this.#read();
    globalThis.document?.addEventListener('visibilitychange', check);
    this.#stop = () => {
      this.#reads += 1;
      clearTimeout(this.#timer);
      stopAuth();
      globalThis.removeEventListener?.('storage', notice);
      globalThis.document?.removeEventListener('visibilitychange', check);
    };
    void this.#read();
  }

  async #read(): Promise<void> {
    clearTimeout(this.#timer);
    this.#reads += 1;
    const read = this.#reads;
    const isLatest = () => read === this.#reads;
    try {
      const token = await this.#client.client.tokens.get();
      const user = token === undefined ? undefined : await this.#client.auth.me();
      if (isLatest()) this.#set({ user, isLoading: false, error: undefined });
    } catch (error) {
      if (!isLatest()) return;
      const isOver = error instanceof AuthenticationError;
      const before = this.getState().user;
      this.#set({
        user: isOver ? undefined : before,
        isLoading: false,
        error: isOver || !(error instanceof Error) ? undefined : error,
      });
      if (error instanceof APIConnectionError) this.#timer = setTimeout(() => void this.#read(), RETRY_MS);
    }
  }

  #set(state: UserState): void {
    this.#reads += 1;
    this.#store.set(state);
  }
}

const users = new WeakMap<object, UserStore>();

/**
 * The signed-in user of a client. All parts of a program share it.
 *
 * @example
 * const { getState, subscribe } = userOf(selfdb);
 * const stop = subscribe(() => console.log(getState().user?.email));
 * stop();
 */
export function userOf(selfdb: SelfDBClient): UserStore {
  const user = users.get(selfdb.auth) ?? new UserStore(selfdb);
  users.set(selfdb.auth, user);
  return user;
}
