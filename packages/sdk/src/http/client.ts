import { errorOf, SelfDBError } from '../errors.ts';
import type { Operations } from '../generated/operations.gen.ts';
import type { BearerTokens, TokenChange } from '../tokens/bearer-tokens.ts';
import { type ParseJson, queryText, readJson, type Target, toConnectionError, toRequest } from './attempt.ts';
import { startDeadline, unlessAborted, wait } from './deadline.ts';
import type { AnswerOf, InputOf } from './operation.ts';
import { fillPath } from './path.ts';
import type { RequestOptions, SendOptions } from './request-options.ts';
import { retryDelay } from './retry.ts';

export interface HttpSetup {
  baseUrl: string;
  apiKey: string;
  fetch: typeof fetch;
  /** Milliseconds that a call may take unless it says otherwise. */
  timeout: number;
  tokens: BearerTokens;
  parse?: ParseJson | undefined;
}

type Read<T> = (response: Response) => Promise<T>;

/** Sends requests with the API key and the user's token, and repeats what is safe to repeat. Throws SelfDBError. */
export class HttpClient {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly tokens: BearerTokens;
  /** The position in the change feed after the last write of this client (`X-SelfDB-Cursor`). */
  lastCursor: string | undefined;
  readonly #fetch: typeof fetch;
  /** Milliseconds that a call may take unless it says otherwise. */
  readonly timeout: number;
  /** Reads the JSON of answers and of realtime's frames. */
  readonly parse: ParseJson;

  constructor(setup: HttpSetup) {
    this.baseUrl = setup.baseUrl;
    this.apiKey = setup.apiKey;
    this.tokens = setup.tokens;
    this.#fetch = setup.fetch;
    this.timeout = setup.timeout;
    this.parse = setup.parse ?? JSON.parse;
  }

  /**
   * Calls an operation of the API, for what has no method of its own. Gives the body of its answer.
   *
   * @example
   * const { columns } = await selfdb.client.call('GET /tables/{id}', { path: { id: table.id } });
   */
  async call<K extends keyof Operations>(
    operation: K,
    { path, query, body }: InputOf<K>,
    options?: RequestOptions & Pick<SendOptions, 'isSafe' | 'isAnonymous'>,
  ): Promise<AnswerOf<K>> {
    const [method = '', template = ''] = operation.split(' ');
    return this.json(method, fillPath(template, path), { ...options, query, json: body });
  }

  /**
   * The body of an answer, from JSON; null if it is empty. Throws if it does not come in time.
   *
   * @example
   * const health = await selfdb.client.json<{ status: string }>('GET', '/health', { timeout: 5000 });
   */
  async json<T>(method: string, path: string, options: SendOptions = {}): Promise<T> {
    const deadline = startDeadline(options.timeout ?? this.timeout, options.signal);
    try {
      return await this.#repeat<T>(method, path, options, deadline.signal, (answer) =>
        readJson(answer, this.parse),
      );
    } finally {
      deadline.release();
    }
  }

  /**
   * An answer whose body you read. The time limit ends with its headers; the signal also ends the body.
   *
   * @example
   * const response = await selfdb.client.send('GET', '/openapi.json');
   * console.log(response.status, (await response.text()).length);
   */
  async send(method: string, path: string, options: SendOptions = {}): Promise<Response> {
    const deadline = startDeadline(options.timeout ?? this.timeout, options.signal);
    try {
      const response = await this.#repeat(method, path, options, deadline.signal, async (answer) => answer);
      deadline.stop();
      return response;
    } catch (error) {
      deadline.release();
      throw error;
    }
  }

  /**
   * Uses an access token from elsewhere; null for none.
   *
   * @example
   * const { access_token } = await selfdb.auth.login({ email, password });
   * await selfdb.client.setAccessToken(access_token);
   */
  setAccessToken(accessToken: string | null): Promise<void> {
    return this.#set({ accessToken });
  }

  /**
   * Uses a refresh token from elsewhere; null for none.
   *
   * @example
   * const { refresh_token } = await selfdb.auth.login({ email, password });
   * await selfdb.client.setRefreshToken(refresh_token);
   */
  setRefreshToken(refreshToken: string | null): Promise<void> {
    return this.#set({ refreshToken });
  }

  #set(change: TokenChange): Promise<void> {
    if (this.tokens.set) return this.tokens.set(change);
    throw new SelfDBError('The option `tokens` says that your program keeps the tokens.');
  }

  async #repeat<T>(
    method: string,
    path: string,
    options: SendOptions,
    signal: AbortSignal,
    read: Read<T>,
  ): Promise<T> {
    const token = options.isAnonymous ? undefined : await unlessAborted(this.#token(), signal);
    const url = this.baseUrl + path + queryText(options.query);
    const target: Target = { method, url, apiKey: this.apiKey, token, signal };
    let hasRefreshed = false;
    for (let attempts = 1; ; attempts++) {
      const { response, error, value } = await this.#attempt(target, options, read);
      if (value) return value.of;
      // A stream has been read by now.
      if (signal.aborted || options.body instanceof ReadableStream) throw error;
      if (response?.status === 401 && target.token !== undefined && !hasRefreshed) {
        hasRefreshed = true;
        const fresh = await unlessAborted(this.tokens.refresh(target.token), signal);
        if (fresh === undefined || fresh === target.token) throw error;
        target.token = fresh;
        continue;
      }
      const delay = retryDelay({ error, response, attempts, isSafe: options.isSafe ?? isRead(method) });
      if (delay === undefined) throw error;
      await wait(delay, signal);
    }
  }

  async #token(): Promise<string | undefined> {
    return this.tokens.get();
  }

  /** Sends a request once. Gives what was read of a good answer, else an error. */
  async #attempt<T>(target: Target, options: SendOptions, read: Read<T>): Promise<Outcome<T>> {
    const request = toRequest(target, options);
    // Browsers refuse a call of fetch as a method of another object.
    const send = this.#fetch;
    let response: Response | undefined;
    try {
      response = await send(target.url, request);
      this.lastCursor = response.headers.get('X-SelfDB-Cursor') ?? this.lastCursor;
      if (!response.ok && !options.takesAnswer?.(response))
        return { response, error: errorOf(response, await response.text()) };
      return { value: { of: await read(response) } };
    } catch (thrown) {
      const { signal } = target;
      const error = signal.aborted
        ? signal.reason
        : toConnectionError(thrown, target, request.headers.get('X-Request-Id'));
      return { response, error };
    }
  }
}

interface Outcome<T> {
  response?: Response | undefined;
  error?: unknown;
  value?: { of: T };
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
