import type {
  Health,
  RealtimeStatus,
  SystemMetrics,
  SystemSettings,
  SystemStatus,
} from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { CorsOrigins } from './cors.ts';

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
