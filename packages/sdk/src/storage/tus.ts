import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { unusable } from './unusable.ts';
import { UPLOAD_TIMEOUT_MS } from './upload-options.ts';
import type { OwnBytes } from './upload-source.ts';

export const TUS_PATH = '/storage/files/tus';
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How far the server is with a resumable upload. */
export interface TusProgress {
  id: string;
  /** The bytes that it has. */
  offset: number;
  /** Set once the upload has become a file. */
  fileId: string | undefined;
}

/** The client's side of tus 1.0 (https://tus.io/protocols/resumable-upload) with creation, termination and checksum. */
export class TusClient {
  readonly #http: HttpClient;
  readonly #options: RequestOptions;

  constructor(http: HttpClient, options: RequestOptions) {
    this.#http = http;
    this.#options = options;
  }

  async create(size: number, metadata: Record<string, string | undefined>): Promise<TusProgress> {
    const pairs = Object.entries(metadata).flatMap(([key, value]) =>
      value ? [`${key} ${toBase64(new TextEncoder().encode(value))}`] : [],
    );
    const headers = { 'Upload-Length': String(size), 'Upload-Metadata': pairs.join(',') };
    const response = await this.#send('POST', '', headers);
    return progressIn(response, readUploadId(response.headers.get('Location') ?? ''));
  }

  /** Asks the server how far it is. `size` is the declared length. */
  async inspect(id: string): Promise<TusProgress & { size: number }> {
    const response = await this.#send('HEAD', id, {});
    return { ...progressIn(response, id), size: Number(response.headers.get('Upload-Length')) };
  }

  async append(
    { id, offset }: TusProgress,
    bytes: Blob | OwnBytes,
    withChecksum: boolean,
  ): Promise<TusProgress> {
    const headers = {
      'Upload-Offset': String(offset),
      'Content-Type': 'application/offset+octet-stream',
      ...(withChecksum ? { 'Upload-Checksum': await checksumOf(bytes) } : {}),
    };
    return progressIn(await this.#send('PATCH', id, headers, bytes), id);
  }

  /** Without the options of the upload, whose signal may be what ends it. */
  async terminate(id: string, options: RequestOptions = {}): Promise<void> {
    const headers = { 'Tus-Resumable': '1.0.0' };
    await this.#http.send('DELETE', `${TUS_PATH}/${id}`, { ...options, headers });
  }

  #send(
    method: string,
    id: string,
    headers: Record<string, string>,
    body?: Blob | OwnBytes,
  ): Promise<Response> {
    return this.#http.send(method, id === '' ? TUS_PATH : `${TUS_PATH}/${id}`, {
      signal: this.#options.signal,
      timeout: this.#options.timeout ?? UPLOAD_TIMEOUT_MS,
      headers: { 'Tus-Resumable': '1.0.0', ...headers },
      ...(body ? { body } : {}),
    });
  }
}

/** The id in the URL of a resumable upload, or the id itself. Throws BadRequestError. */
export function readUploadId(text: string): string {
  const [id] = UUID.exec(text) ?? [];
  if (id) return id;
  throw unusable(`${JSON.stringify(text)} is not a resumable upload. Pass what onResumable was given.`);
}

function progressIn({ headers }: Response, id: string): TusProgress {
  const offset = Number(headers.get('Upload-Offset') ?? 0);
  return { id, offset, fileId: headers.get('X-SelfDB-File-Id') ?? undefined };
}

async function checksumOf(bytes: Blob | OwnBytes): Promise<string> {
  const whole = bytes instanceof Blob ? await bytes.arrayBuffer() : bytes;
  return `sha256 ${toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', whole)))}`;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
