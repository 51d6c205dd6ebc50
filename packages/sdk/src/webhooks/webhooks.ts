import type {
  Count,
  CreateWebhook,
  UpdateWebhook,
  Webhook,
  WebhookDelivery,
  WebhookWithSecret,
} from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { type ListOptions, listQuery } from '../http/list-options.ts';
import type { RequestOptions } from '../http/request-options.ts';

type WebhookSort = 'created_at' | 'updated_at' | 'name';

/** Which deliveries of a webhook. */
export interface DeliveryListOptions {
  status?: WebhookDelivery['status'] | undefined;
  skip?: number | undefined;
  /** At most 1000. Default: 100. */
  limit?: number | undefined;
}

/** Addresses that other services call, and the requests that came. */
export class Webhooks {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Lists your webhooks; for an ADMIN all.
   *
   * @example
   * for (const { name, url, failed_delivery_count } of await selfdb.webhooks.list({ sortBy: 'name' })) {
   *   console.log(name, url, failed_delivery_count);
   * }
   */
  list(list: ListOptions<WebhookSort> = {}, options?: RequestOptions): Promise<Webhook[]> {
    return this.#http.call('GET /webhooks', { query: listQuery(list) }, options);
  }

  /**
   * Counts the webhooks that `list` lists.
   *
   * @example
   * const { count } = await selfdb.webhooks.count({ search: 'github' });
   */
  count({ search }: { search?: string } = {}, options?: RequestOptions): Promise<Count> {
    return this.#http.call('GET /webhooks/count', { query: { search } }, options);
  }

  /**
   * Creates a webhook for a function of yours. The answer has the `url` and the `secret_key` to enter at the provider. No later
   * answer shows the secret.
   *
   * @example
   * const { url, secret_key } = await selfdb.webhooks.create({
   *   name: 'issues',
   *   function_id: fn.id,
   *   provider: 'github',
   *   provider_event_type: 'issues.opened',
   * });
   * console.log(url, secret_key);
   */
  create(webhook: CreateWebhook, options?: RequestOptions): Promise<WebhookWithSecret> {
    return this.#http.call('POST /webhooks', { body: webhook }, options);
  }

  /**
   * Gets a webhook by its id.
   *
   * @example
   * const { last_received_at, total_delivery_count } = await selfdb.webhooks.get(webhook.id);
   */
  get(id: string, options?: RequestOptions): Promise<Webhook> {
    return this.#http.call('GET /webhooks/{id}', { path: { id } }, options);
  }

  /**
   * Changes a webhook from the next request on. An inactive one refuses requests.
   *
   * @example
   * await selfdb.webhooks.update(webhook.id, { retry_attempts: 5, retry_delay_seconds: 10 });
   */
  update(id: string, changes: UpdateWebhook, options?: RequestOptions): Promise<Webhook> {
    return this.#http.call('PATCH /webhooks/{id}', { path: { id }, body: changes }, options);
  }

  /**
   * Deletes a webhook with its deliveries. Those that wait are not run.
   *
   * @example
   * await selfdb.webhooks.delete(webhook.id);
   */
  async delete(id: string, options?: RequestOptions): Promise<void> {
    await this.#http.call('DELETE /webhooks/{id}', { path: { id } }, options);
  }

  /**
   * Replaces the address of a webhook. The former one answers 404 at once.
   *
   * @example
   * const { url } = await selfdb.webhooks.regenerateToken(webhook.id);
   */
  regenerateToken(id: string, options?: RequestOptions): Promise<Webhook> {
    return this.#http.call('POST /webhooks/{id}/regenerate-token', { path: { id } }, options);
  }

  /**
   * Replaces the secret of a webhook by a new one, or by `secretKey`. Until `old_secret_until`, requests signed with the former
   * secret are accepted too.
   *
   * @example
   * const { secret_key, old_secret_until } = await selfdb.webhooks.rotateSecret(webhook.id);
   */
  rotateSecret(
    id: string,
    { secretKey }: { secretKey?: string } = {},
    options?: RequestOptions,
  ): Promise<WebhookWithSecret> {
    const body = { secret_key: secretKey };
    return this.#http.call('POST /webhooks/{id}/rotate-secret', { path: { id }, body }, options);
  }

  /**
   * Lists deliveries, newest first, each with the first 2 KB of its body.
   *
   * @example
   * for (const { received_at, error_message } of await selfdb.webhooks.deliveries(webhook.id, { status: 'failed' })) {
   *   console.log(received_at, error_message);
   * }
   */
  deliveries(
    id: string,
    { status, skip, limit }: DeliveryListOptions = {},
    options?: RequestOptions,
  ): Promise<WebhookDelivery[]> {
    const query = { status, skip, limit };
    return this.#http.call('GET /webhooks/{id}/deliveries', { path: { id }, query }, options);
  }

  /**
   * Gets a delivery with its whole body.
   *
   * @example
   * const [last] = await selfdb.webhooks.deliveries(webhook.id, { limit: 1 });
   * if (last) console.log((await selfdb.webhooks.delivery(last.id)).request_body);
   */
  delivery(id: string, options?: RequestOptions): Promise<WebhookDelivery> {
    return this.#http.call('GET /webhooks/deliveries/{id}', { path: { id } }, options);
  }

  /**
   * Runs a delivery again, with the request as it came. Throws ConflictError while it waits or runs.
   *
   * @example
   * for (const { id } of await selfdb.webhooks.deliveries(webhook.id, { status: 'failed' })) {
   *   await selfdb.webhooks.retryDelivery(id);
   * }
   */
  retryDelivery(id: string, options?: RequestOptions): Promise<WebhookDelivery> {
    return this.#http.call('POST /webhooks/deliveries/{id}/retry', { path: { id } }, options);
  }
}
