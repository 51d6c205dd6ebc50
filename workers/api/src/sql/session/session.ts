import { isLoginFailure } from '@selfdb/pg-gateway/roles/sql-role';
import { startupOptions, tablesSettings, unknownSetting } from '@selfdb/pg-gateway/session/session-settings';
import { AppError } from '@selfdb/shared/errors';
import type { SqlNotice } from '@selfdb/shared/sql/schema';
import { Client, type Submittable } from 'pg';
import { isCancelled, timedOut, toConnectError } from '../sql-errors.ts';
import { cancelRunningQuery } from './cancel-running-query.ts';
import { LimitedQuery, type StatementResult } from './limited-query.ts';
import { ParameterTypesQuery } from './parameter-types.ts';

const CONNECT_TIMEOUT_MS = 5000;
/** How long Postgres may take to cancel before the session is closed by force. */
const GRACE_MS = 1000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_NOTICES = 100;
/** Settings that the server does not know, because it has another version. */
const unknownSettings = new Set<string>();

type NoticeFields = Partial<Record<'severity' | 'message' | 'code' | 'detail' | 'hint', string | undefined>>;

interface SessionOptions {
  databaseUrl: string;
  /** For all statements together, from when the session is open. */
  timeoutMs: number;
  /** Ends the session early if the client disconnects. */
  signal?: AbortSignal | undefined;
  /** Ends the backend even if its code ignores a cancellation. */
  terminate(processId: number): Promise<unknown>;
  /** Restores the role's password, which SQL may have changed. */
  repair(): Promise<unknown>;
}

/**
 * A Postgres session for the statements of one call. Its limits of time and received bytes are enforced here, because the
 * caller's SQL can lift every limit of the server. Always close it.
 */
export class SqlSession {
  readonly notices: SqlNotice[] = [];
  readonly #client: Client;
  readonly #options: SessionOptions;
  readonly #failed: Promise<never>;
  #fail: (error: AppError) => void = () => {};
  #timers: ReturnType<typeof setTimeout>[] = [];
  #timedOut = false;
  #deadline = Number.POSITIVE_INFINITY;
  #ended = false;
  /** Until Postgres has been asked to end the statements. A worker drops what nobody waits for. */
  #ending: Promise<unknown> = Promise.resolve();
  #bytes = 0;

  private constructor(options: SessionOptions) {
    this.#options = options;
    this.#client = new Client({
      connectionString: options.databaseUrl,
      application_name: 'selfdb-sql',
      // In the startup packet, which takes precedence over settings that SQL stored for the role.
      options: startupOptions({ ...tablesSettings, statement_timeout: '0' }, unknownSettings),
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    this.#failed = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    this.#failed.catch(() => {});
  }

  /** Throws unavailable if Postgres is down or has no free connection. */
  static async open(options: SessionOptions): Promise<SqlSession> {
    let isRepaired = false;
    for (;;) {
      try {
        return await SqlSession.#connect(options);
      } catch (error) {
        const unknown = unknownSetting(error);
        if (unknown && !unknownSettings.has(unknown)) {
          unknownSettings.add(unknown);
          continue;
        }
        if (isRepaired || !isLoginFailure(error)) throw toConnectError(error);
        isRepaired = true;
        await options.repair();
      }
    }
  }

  static async #connect(options: SessionOptions): Promise<SqlSession> {
    const session = new SqlSession(options);
    session.#client.on('error', () => {});
    try {
      await session.#client.connect();
    } catch (error) {
      session.#client.connection.stream.destroy();
      throw error;
    }
    session.#watch();
    return session;
  }

  /** Runs one statement and reads at most `maxRows` rows. Throws DatabaseError, or the error that ended the session. */
  async run(
    text: string,
    {
      values = [],
      maxRows = 1,
      portal = '',
    }: { values?: (string | null)[]; maxRows?: number; portal?: string } = {},
  ): Promise<StatementResult> {
    return this.#submit(new LimitedQuery({ text, values, maxRows, portal }));
  }

  /** Object ids of the types of a statement's parameters. Throws as `run` does. */
  parameterTypes(text: string): Promise<number[]> {
    return this.#submit(new ParameterTypesQuery(text));
  }

  async #submit<T>(query: Submittable & { result: Promise<T> }): Promise<T> {
    if (this.#timedOut) throw timedOut(this.#options.timeoutMs);
    this.#client.query(query);
    try {
      return await Promise.race([query.result, this.#failed]);
    } catch (error) {
      query.result.catch(() => {});
      // The server has the same limit, and may be first.
      const isOver = this.#timedOut || Date.now() >= this.#deadline;
      if (isOver && isCancelled(error)) throw timedOut(this.#options.timeoutMs, error);
      throw error;
    }
  }

  /** Stops the timeout: the remaining work must not be cut off. */
  stopTimer(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }

  /** Closes the session; Postgres rolls back an open transaction. */
  async close(): Promise<void> {
    this.stopTimer();
    this.#options.signal?.removeEventListener('abort', this.#onGone);
    if (!this.#ended) {
      this.#ended = true;
      this.#ending = this.#client.end().catch(() => {});
    }
    await Promise.race([this.#ending, new Promise((resolve) => setTimeout(resolve, GRACE_MS))]);
  }

  #watch(): void {
    const { connection } = this.#client;
    connection.stream.on('data', (chunk: Uint8Array) => this.#count(chunk.byteLength));
    connection.on('copyOutResponse', () => this.#abort(copyOutRefused()));
    connection.on('parameterStatus', ({ parameterName, parameterValue }: Record<string, unknown>) => {
      if (parameterName === 'client_encoding' && parameterValue !== 'UTF8') this.#abort(encodingRefused());
    });
    this.#client.on('notice', (notice) => this.#note(notice));
    const { signal } = this.#options;
    signal?.addEventListener('abort', this.#onGone);
    if (signal?.aborted) this.#onGone();
    this.#deadline = Date.now() + this.#options.timeoutMs;
    this.#timers.push(setTimeout(() => this.#cancel(), this.#options.timeoutMs));
  }

  #onGone = (): void => this.#abort(new AppError('bad_request', 'The client went away.'));

  #cancel(): void {
    this.#timedOut = true;
    cancelRunningQuery(this.#client);
    this.#timers.push(setTimeout(() => this.#abort(timedOut(this.#options.timeoutMs)), GRACE_MS));
  }

  /** Ends the session at once, whatever Postgres is doing. */
  #abort(error: AppError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.stopTimer();
    this.#fail(error);
    this.#client.connection.stream.destroy();
    const { processID } = this.#client as Client & { processID?: number | null };
    const terminated = processID == null ? undefined : this.#options.terminate(processID).catch(() => {});
    this.#ending = Promise.all([cancelRunningQuery(this.#client), terminated]);
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > MAX_BYTES) this.#abort(tooLarge());
  }

  #note(notice: NoticeFields): void {
    if (this.notices.length >= MAX_NOTICES) return;
    const { severity = 'NOTICE', message = '', code = null, detail = null, hint = null } = notice;
    this.notices.push({ severity, message, sqlstate: code, detail, hint });
  }
}

function copyOutRefused(): AppError {
  return refused("COPY … TO STDOUT can't be used here.", 'Use SELECT.');
}

/** Bytes of another encoding would be misread, and could break the JSON of the answer. */
function encodingRefused(): AppError {
  return refused("client_encoding can't be changed here.", 'Leave client_encoding at UTF8.');
}

function refused(message: string, hint: string): AppError {
  return new AppError('sql_error', message, { fields: { sqlstate: '0A000', position: null, hint } });
}

function tooLarge(): AppError {
  const limit = MAX_BYTES / 1024 / 1024;
  return new AppError('too_large', `The answer is larger than ${limit} MiB: ask for fewer rows or columns.`);
}
