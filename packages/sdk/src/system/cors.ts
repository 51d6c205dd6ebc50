import type { Cors } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';

/** The origins whose pages may call the API from a browser. For an ADMIN. */
export class CorsOrigins {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Gets the origins in force, and whether they come from `CORS_ORIGINS` or were set.
   *
   * @example
   * const { origins, source } = await selfdb.system.cors.get();
   */
  get(options?: RequestOptions): Promise<Cors> {
    return this.#http.call('GET /system/cors', {}, options);
  }

  /**
   * Sets the origins: `https://app.example.com`, `https://*.example.com` for all subdomains, or `*` for all. null goes back to
   * `CORS_ORIGINS`. They are in force when the promise resolves, which takes a second.
   *
   * @example
   * const before = await selfdb.system.cors.get();
   * await selfdb.system.cors.set([...before.origins, 'https://app.example.com']);
   * await selfdb.system.cors.set(null);
   */
  set(origins: string[] | null, options?: RequestOptions): Promise<Cors> {
    return this.#http.call('PUT /system/cors', { body: { origins } }, options);
  }

  /**
   * Asks whether pages of an origin may call: `allowed` of the answer.
   *
   * @example
   * const { allowed } = await selfdb.system.cors.check('https://app.example.com');
   */
  check(origin: string, options?: RequestOptions): Promise<Cors> {
    return this.#http.call('GET /system/cors', { query: { origin } }, options);
  }
}
