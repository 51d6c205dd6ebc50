import type {
  Count,
  DeleteFiles,
  FilePage,
  FileStats,
  MoveFolder,
  SignedUrl,
  StorageJob,
  StoredFile,
  UpdateFile,
  Uploaded,
} from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { type DownloadOptions, openFile } from './download.ts';
import { objectDownloadPath } from './object-url.ts';
import { readUploadId, TusClient } from './tus.ts';
import { uploadData } from './upload.ts';
import type { UploadOptions } from './upload-options.ts';

export interface FileListOptions {
  bucketId?: string;
  page?: number;
  /** At most 1000. Default: 100. */
  pageSize?: number;
  skip?: number;
  limit?: number;
  search?: string;
  /** Only paths that begin with this text. */
  prefix?: string;
  /** Lists one folder of a bucket. Its subfolders are in `folders`. */
  delimiter?: '/';
  sortBy?: 'created_at' | 'updated_at' | 'name' | 'path' | 'size' | 'mime_type';
  sortOrder?: 'asc' | 'desc';
}

/** The new place of a file. */
export interface FilePlace {
  /** The whole path in the bucket, with the name. */
  path: string;
  /** Default: the bucket that it is in. */
  bucketId?: string;
  /** Whether to replace a file at the path. */
  upsert?: boolean;
}

/** Files and their bytes. */
export class Files {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Uploads a file. Data of more than 8 MiB goes in parts: if the connection breaks or the server restarts, the upload
   * continues by itself. Throws ConflictError with `onConflict: 'error'` if the path is taken.
   *
   * @example
   * const { path, file_id } = await selfdb.storage.files.upload(bucket.id, {
   *   filename: 'hello.txt',
   *   path: 'notes',
   *   data: 'Hello',
   *   onProgress: ({ loaded, total }) => console.log(loaded, total),
   * });
   */
  upload(bucketId: string, options: UploadOptions): Promise<Uploaded> {
    return uploadData(this.#http, bucketId, options);
  }

  /**
   * Deletes what the server has of a resumable upload that is not to be continued, by the URL that `onResumable` was given.
   *
   * @example
   * const controller = new AbortController();
   * let url = '';
   * const uploading = selfdb.storage.files.upload(bucket.id, {
   *   filename: 'large.bin',
   *   data: new Uint8Array(2000),
   *   resumableAbove: 1000,
   *   signal: controller.signal,
   *   onResumable: (given) => {
   *     url = given;
   *     controller.abort();
   *   },
   * });
   * await uploading.catch(() => selfdb.storage.files.cancelUpload(url));
   */
  async cancelUpload(url: string, options: RequestOptions = {}): Promise<void> {
    await new TusClient(this.#http, options).terminate(readUploadId(url), options);
  }

  /**
   * Downloads a file. If the connection breaks, the download continues by itself.
   *
   * @example
   * const bytes = await selfdb.storage.files.download({ bucketName: bucket.name, path: file.path });
   * console.log(new TextDecoder().decode(bytes));
   */
  async download(options: DownloadOptions): Promise<ArrayBuffer> {
    const { stream } = await openFile(this.#http, options);
    return new Response(stream).arrayBuffer();
  }

  /**
   * Downloads a file as a Blob with its type.
   *
   * @example
   * const blob = await selfdb.storage.files.downloadBlob({ bucketName: bucket.name, path: file.path });
   * console.log(blob.type, await blob.text());
   */
  async downloadBlob(options: DownloadOptions): Promise<Blob> {
    const { stream, contentType } = await openFile(this.#http, options);
    return new Response(stream, { headers: { 'Content-Type': contentType } }).blob();
  }

  /**
   * Downloads a file as a stream, in constant memory. With `range`, only some of its bytes.
   *
   * @example
   * const stream = await selfdb.storage.files.downloadStream({
   *   bucketName: bucket.name,
   *   path: file.path,
   *   range: { start: 1, end: 3 },
   * });
   * console.log(await new Response(stream).text());
   */
  async downloadStream(options: DownloadOptions): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    return (await openFile(this.#http, options)).stream;
  }

  /**
   * The URL of a file in a public bucket. It needs neither key nor token. With `download`, browsers save the file under that
   * name, or under its own if it is empty.
   *
   * @example
   * console.log(selfdb.storage.files.publicUrl({ bucketName: bucket.name, path: file.path, download: 'hello.txt' }));
   */
  publicUrl({ bucketName, path, download }: { bucketName: string; path: string; download?: string }): string {
    const query = download === undefined ? '' : `?download=${encodeURIComponent(download)}`;
    return this.#http.baseUrl + objectDownloadPath(bucketName, path) + query;
  }

  /**
   * Signs a URL that works without key and token for some seconds (default: an hour).
   *
   * @example
   * const { url, expires_at } = await selfdb.storage.files.sign(file.id, { expiresIn: 60 });
   * console.log(expires_at, (await fetch(url)).status);
   */
  sign(
    id: string,
    { expiresIn, download }: { expiresIn?: number; download?: string } = {},
    options?: RequestOptions,
  ): Promise<SignedUrl> {
    const body = { expires_in: expiresIn, download };
    return this.#http.call('POST /storage/files/{id}/sign', { path: { id }, body }, options);
  }

  /**
   * Lists files in one bucket, or in all that you may see.
   *
   * @example
   * const { data, total } = await selfdb.storage.files.list({ bucketId: bucket.id, page: 1, pageSize: 20 });
   * console.log(total, data.map((each) => each.path));
   */
  list(
    { bucketId, pageSize, sortBy, sortOrder, ...others }: FileListOptions = {},
    options?: RequestOptions,
  ): Promise<FilePage> {
    const query = {
      ...others,
      bucket_id: bucketId,
      page_size: pageSize,
      sort_by: sortBy,
      sort_order: sortOrder,
    };
    return this.#http.call('GET /storage/files', { query }, options);
  }

  /**
   * Gets a file by its id, without its bytes.
   *
   * @example
   * const { size, mime_type } = await selfdb.storage.files.get(file.id);
   */
  get(id: string, options?: RequestOptions): Promise<StoredFile> {
    return this.#http.call('GET /storage/files/{id}', { path: { id } }, options);
  }

  /**
   * Replaces the metadata of a file, a JSON object of your own.
   *
   * @example
   * await selfdb.storage.files.updateMetadata(file.id, { author: 'Ada' });
   */
  updateMetadata(
    id: string,
    metadata: Record<string, unknown>,
    options?: RequestOptions,
  ): Promise<StoredFile> {
    return this.update(id, { metadata }, options);
  }

  /**
   * Renames a file within its folder, or changes its path, type or metadata.
   *
   * @example
   * await selfdb.storage.files.update(file.id, { name: 'renamed.txt', mime_type: 'text/plain' });
   */
  update(id: string, changes: UpdateFile, options?: RequestOptions): Promise<StoredFile> {
    return this.#http.call('PATCH /storage/files/{id}', { path: { id }, body: changes }, options);
  }

  /**
   * Deletes a file.
   *
   * @example
   * await selfdb.storage.files.delete(file.id);
   */
  async delete(id: string, options?: RequestOptions): Promise<void> {
    await this.#http.call('DELETE /storage/files/{id}', { path: { id } }, options);
  }

  /**
   * Deletes many files in the background: by their ids, or all in a bucket whose paths begin with a prefix.
   *
   * @example
   * const job = await selfdb.storage.files.deleteMany({ ids: [file.id] });
   * console.log((await selfdb.storage.files.getJob(job.id)).status);
   */
  deleteMany(
    which: { ids: string[] } | { bucketId: string; prefix: string },
    options?: RequestOptions,
  ): Promise<StorageJob> {
    const body: DeleteFiles =
      'ids' in which ? { ids: which.ids } : { bucket_id: which.bucketId, prefix: which.prefix };
    return this.#http.call('POST /storage/files/delete', { body }, options);
  }

  /**
   * Reports how far a job in the background is.
   *
   * @example
   * const { id } = await selfdb.storage.files.deleteMany({ bucketId: bucket.id, prefix: 'old/' });
   * const { status, done, total } = await selfdb.storage.files.getJob(id);
   */
  getJob(id: string, options?: RequestOptions): Promise<StorageJob> {
    return this.#http.call('GET /storage/jobs/{id}', { path: { id } }, options);
  }

  /**
   * Moves a file, also to another bucket.
   *
   * @example
   * await selfdb.storage.files.move(file.id, { path: 'archive/hello.txt' });
   */
  move(id: string, place: FilePlace, options?: RequestOptions): Promise<StoredFile> {
    return this.#place('move', id, place, options);
  }

  /**
   * Copies a file, also to another bucket.
   *
   * @example
   * const copy = await selfdb.storage.files.copy(file.id, { path: 'copies/hello.txt' });
   */
  copy(id: string, place: FilePlace, options?: RequestOptions): Promise<StoredFile> {
    return this.#place('copy', id, place, options);
  }

  /**
   * Moves a folder within its bucket: all of its files, or none if a path is taken.
   *
   * @example
   * await selfdb.storage.files.moveFolder(bucket.id, { from: 'notes', to: 'archive/notes' });
   */
  moveFolder(
    bucketId: string,
    { from, to }: { from: string; to: string },
    options?: RequestOptions,
  ): Promise<Count> {
    const body: MoveFolder = { bucket_id: bucketId, from, to };
    return this.#http.call('POST /storage/files/move', { body }, options);
  }

  /**
   * Counts the files, bytes and buckets that you may see.
   *
   * @example
   * const { total_files, total_size } = await selfdb.storage.files.stats();
   */
  stats(options?: RequestOptions): Promise<FileStats> {
    return this.#http.call('GET /storage/files/stats', {}, options);
  }

  /**
   * Counts files, in one bucket if you name it.
   *
   * @example
   * const { count } = await selfdb.storage.files.count({ bucketId: bucket.id, search: 'hello' });
   */
  count(
    { bucketId, search }: { bucketId?: string; search?: string } = {},
    options?: RequestOptions,
  ): Promise<Count> {
    const query = { bucket_id: bucketId, search };
    return this.#http.call('GET /storage/files/count', { query }, options);
  }

  /**
   * Counts the files in all buckets that you may see.
   *
   * @example
   * const { count } = await selfdb.storage.files.totalCount();
   */
  totalCount({ search }: { search?: string } = {}, options?: RequestOptions): Promise<Count> {
    return this.#http.call('GET /storage/files/total-count', { query: { search } }, options);
  }

  #place(
    how: 'move' | 'copy',
    id: string,
    { path, bucketId, upsert }: FilePlace,
    options: RequestOptions | undefined,
  ): Promise<StoredFile> {
    const body = { path, bucket_id: bucketId, upsert };
    return this.#http.call(`POST /storage/files/{id}/${how}`, { path: { id }, body }, options);
  }
}
