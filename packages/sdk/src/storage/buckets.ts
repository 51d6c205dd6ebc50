import type { Bucket, Count, CreateBucket, UpdateBucket } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { pathTo } from '../http/path.ts';
import type { RequestOptions } from '../http/request-options.ts';

const PATH = '/storage/buckets';

export interface BucketListOptions {
  skip?: number;
  /** At most 1000. Default: 100. */
  limit?: number;
  search?: string;
  sortBy?: 'created_at' | 'updated_at' | 'name';
  sortOrder?: 'asc' | 'desc';
}

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
    return this.#http.json('POST', PATH, { ...options, json: bucket });
  }

  /**
   * Lists the buckets that you may see.
   *
   * @example
   * for (const { name, file_count } of await selfdb.storage.buckets.list({ sortBy: 'name' })) console.log(name, file_count);
   */
  list(
    { skip, limit, search, sortBy, sortOrder }: BucketListOptions = {},
    options?: RequestOptions,
  ): Promise<Bucket[]> {
    const query = { skip, limit, search, sort_by: sortBy, sort_order: sortOrder };
    return this.#http.json('GET', PATH, { ...options, query });
  }

  /**
   * Gets a bucket by its id.
   *
   * @example
   * const { name } = await selfdb.storage.buckets.get(bucket.id);
   */
  get(id: string, options?: RequestOptions): Promise<Bucket> {
    return this.#http.json('GET', pathTo(PATH, id), options);
  }

  /**
   * Changes a bucket.
   *
   * @example
   * await selfdb.storage.buckets.update(bucket.id, { access: 'users', max_file_size: 5_000_000 });
   */
  update(id: string, changes: UpdateBucket, options?: RequestOptions): Promise<Bucket> {
    return this.#http.json('PATCH', pathTo(PATH, id), { ...options, json: changes });
  }

  /**
   * Deletes a bucket and its files.
   *
   * @example
   * await selfdb.storage.buckets.delete(bucket.id);
   */
  async delete(id: string, options?: RequestOptions): Promise<void> {
    await this.#http.send('DELETE', pathTo(PATH, id), options);
  }

  /**
   * Counts the buckets that you may see.
   *
   * @example
   * const { count } = await selfdb.storage.buckets.count({ search: 'avatars' });
   */
  count({ search }: { search?: string } = {}, options?: RequestOptions): Promise<Count> {
    return this.#http.json('GET', `${PATH}/count`, { ...options, query: { search } });
  }
}
