import type {
  AuditPage,
  Health,
  ListAuditData,
  RealtimeStatus,
  SystemMetrics,
  SystemStatus,
} from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';

/** Filters of the audit log, and the page. */
export type AuditQuery = NonNullable<ListAuditData['query']>;

/** The state of the server. */
export class System {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
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
}
