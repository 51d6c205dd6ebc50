import type { RequestOptions } from '../http/request-options.ts';
import type { UploadData } from './upload-source.ts';

/** A part, or a small file, may take this long: on slow lines much longer than other calls. */
export const UPLOAD_TIMEOUT_MS = 300_000;

export interface UploadProgress {
  /** In bytes. */
  loaded: number;
  /** Undefined for a stream without `size`. */
  total: number | undefined;
}

export interface UploadOptions extends RequestOptions {
  filename: string;
  data: UploadData;
  /** The folder, or the whole path if it ends with `filename`. */
  path?: string;
  /** Default: the type of a Blob; otherwise the server detects it. */
  contentType?: string;
  /** If the path is taken. Default: `rename`. */
  onConflict?: 'rename' | 'error' | 'replace';
  /** A JSON object to store with the file. */
  metadata?: Record<string, unknown>;
  /** The number of bytes in a stream, which makes its upload resumable. */
  size?: number;
  /** Called as the server takes the bytes: after each part of a resumable upload, else at the start and at the end. */
  onProgress?(progress: UploadProgress): void;
  /** Larger data is uploaded in parts, which survives broken connections. In bytes. Default: 8 MiB. */
  resumableAbove?: number;
  /** The bytes of a part. Default: 8 MiB, and more for files of more than 8 GiB. */
  partBytes?: number;
  /** Whether the server compares the SHA-256 of each part. Default: false. */
  checksum?: boolean;
  /**
   * Called with the URL of a resumable upload. Store it, and pass it as `resumeFrom` to continue in another process. Without
   * this function, an upload that you abort is deleted from the server.
   */
  onResumable?(url: string): void;
  /** Called before a request of a resumable upload is repeated, with the reason. `onProgress` follows once a part arrives. */
  onRetry?(error: unknown): void;
  /** Continues this upload. `data` must be the same. */
  resumeFrom?: string;
}
