import type { Bucket, Count, CreateBucket, UpdateBucket } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { type ListOptions, listQuery } from '../http/list-options.ts';
import type { RequestOptions } from '../http/request-options.ts';

type BucketSort = 'created_at' | 'updated_at' | 'name';

/** Buckets hold files. */
export class Buckets {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Creates a bucket. Its name is unique. `access` (or `public`) decides who may read and upload.
   *
   * @example
   * const bucket = await selfdb.storage.buckets.create({ name: `avatars-${Date.now()}`, public: true });
   * console.log(bucket.id, bucket.access);
   */
  create(bucket: CreateBucket, options?: RequestOptions): Promise<Bucket> {
    return this.#http.call('POST /storage/buckets', { body: bucket }, options);
  }

  /**
   * Lists the buckets that you may see.
   *
   * @example
   * for (const { name, file_count } of await selfdb.storage.buckets.list({ sortBy: 'name' })) console.log(name, file_count);
   */
  list(list: ListOptions<BucketSort> = {}, options?: RequestOptions): Promise<Bucket[]> {
    return this.#http.call('GET /storage/buckets', { query: listQuery(list) }, options);
  }

  /**
   * Gets a bucket by its id.
   *
   * @example
   * const { name } = await selfdb.storage.buckets.get(bucket.id);
   */
  get(id: string, options?: RequestOptions): Promise<Bucket> {
    return this.#http.call('GET /storage/buckets/{id}', { path: { id } }, options);
  }

  /**
   * Changes a bucket.
   *
   * @example
   * await selfdb.storage.buckets.update(bucket.id, { access: 'users', max_file_size: 5_000_000 });
   */
  update(id: string, changes: UpdateBucket, options?: RequestOptions): Promise<Bucket> {
    return this.#http.call('PATCH /storage/buckets/{id}', { path: { id }, body: changes }, options);
  }

  /**
   * Deletes a bucket and its files.
   *
   * @example
   * await selfdb.storage.buckets.delete(bucket.id);
   */
  async delete(id: string, options?: RequestOptions): Promise<void> {
    await this.#http.call('DELETE /storage/buckets/{id}', { path: { id } }, options);
  }

  /**
   * Counts the buckets that you may see.
   *
   * @example
   * const { count } = await selfdb.storage.buckets.count({ search: 'avatars' });
   */
  count({ search }: { search?: string } = {}, options?: RequestOptions): Promise<Count> {
    return this.#http.call('GET /storage/buckets/count', { query: { search } }, options);
  }
}
