import type {
  AuditPage,
  Health,
  ListAuditData,
  LogEntry,
  LogPage,
  RealtimeStatus,
  SystemMetrics,
  SystemSettings,
  SystemStatus,
} from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { CorsOrigins } from './cors.ts';
import { followLogs } from './follow-logs.ts';
import { type FollowLogsOptions, type LogOptions, logQuery } from './log-options.ts';

/** Filters of the audit log, and the page. */
export type AuditQuery = NonNullable<ListAuditData['query']>;

/** The state of the server. */
export class System {
  /** The origins whose pages may call the API from a browser. */
  readonly cors: CorsOrigins;
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.cors = new CorsOrigins(http);
    this.#http = http;
  }

  /**
   * Gets the version, and for an ADMIN the state of the services.
   *
   * @example
   * const { version, initialized } = await selfdb.system.status();
   */
  status(options?: RequestOptions): Promise<SystemStatus> {
    return this.#http.call('GET /system/status', {}, options);
  }

  /**
   * Asks every service whether it is up. Throws InternalServerError if one that is needed is down; its `details` say which.
   *
   * @example
   * const { status, services } = await selfdb.system.health();
   */
  health(options?: RequestOptions): Promise<Health> {
    return this.#http.call('GET /health', {}, { ...options, isSafe: false });
  }

  /**
   * Gets the requests of the last hour, a minute each, and how long their answers took (ADMIN).
   *
   * @example
   * const { minutes } = await selfdb.system.metrics();
   * console.log(minutes.at(-1)?.requests);
   */
  metrics(options?: RequestOptions): Promise<SystemMetrics> {
    return this.#http.call('GET /system/metrics', {}, options);
  }

  /**
   * Gets the version, the database and the limits in force, without secrets (ADMIN).
   *
   * @example
   * const { database, settings } = await selfdb.system.settings();
   * console.log(database.version, settings.find(({ name }) => name === 'MAX_BODY_BYTES')?.value);
   */
  settings(options?: RequestOptions): Promise<SystemSettings> {
    return this.#http.call('GET /system/settings', {}, options);
  }

  /**
   * Lists what was done, by whom and from where, newest first (ADMIN). `action` takes beginnings, such as `user.,table.`.
   *
   * @example
   * const { data, next_cursor } = await selfdb.system.audit({ action: 'user.login', limit: 20 });
   * for (const { at, action, actor } of data) console.log(at, action, actor?.email);
   * if (next_cursor) await selfdb.system.audit({ action: 'user.login', cursor: next_cursor });
   */
  audit(query: AuditQuery = {}, options?: RequestOptions): Promise<AuditPage> {
    return this.#http.call('GET /system/audit', { query }, options);
  }

  /**
   * Gets the open sockets and channels, and how far the change feed is behind the database (ADMIN).
   *
   * @example
   * const { connections, feed } = await selfdb.system.realtimeStatus();
   * console.log(connections, feed.state);
   */
  realtimeStatus(options?: RequestOptions): Promise<RealtimeStatus> {
    return this.#http.call('GET /realtime/status', {}, options);
  }

  /**
   * Reads the logs of all processes, newest first (ADMIN). A request that failed is found by its id, which errors have as
   * `requestId`.
   *
   * @example
   * const { data } = await selfdb.system.logs({ level: 'warn', limit: 20 });
   * for (const { time, service, event, fields } of data) console.log(time, service, event, fields.reason);
   */
  logs(
    { since, until, limit, cursor, ...filter }: LogOptions = {},
    options?: RequestOptions,
  ): Promise<LogPage> {
    const query = { ...logQuery(filter), since, until, limit, cursor };
    return this.#http.json('GET', '/system/logs', { ...options, query });
  }

  /**
   * Follows the logs: gives each entry as it is written, until the signal is aborted or the loop is left (ADMIN). Continues after a
   * lost connection. Throws when the session ends.
   *
   * @example
   * const ending = AbortSignal.timeout(1000);
   * for await (const entry of selfdb.system.followLogs({ level: 'error', signal: ending })) {
   *   console.log(entry.time, entry.fields.reason);
   * }
   */
  followLogs(options: FollowLogsOptions = {}): AsyncGenerator<LogEntry, void> {
    return followLogs(this.#http, options);
  }
}
