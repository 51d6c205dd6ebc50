/** What is done about a file whose path is taken. `ask` until a person has chosen for the batch. */
export type ConflictChoice = 'ask' | 'rename' | 'replace' | 'skip';

/** Files that were added at once, to one folder of one bucket. */
export interface UploadBatch {
  bucketId: string;
  bucketName: string;
  /** With its `/` at the end; the empty text is the bucket itself. */
  folder: string;
  onConflict: ConflictChoice;
}

export type UploadStatus =
  | 'waiting'
  | 'uploading'
  | 'paused'
  /** The path is taken, and nobody has chosen yet. */
  | 'taken'
  | 'done'
  | 'skipped'
  | 'failed'
  /** The bucket's limits don't allow it, so it is not sent. */
  | 'refused';

/** One file on its way. */
export interface UploadItem {
  readonly id: number;
  readonly batch: UploadBatch;
  readonly file: File;
  /** The whole path in the bucket. */
  readonly path: string;
  status: UploadStatus;
  /** Bytes that the server has. */
  loaded: number;
  /** A part could not be sent, and is tried again. */
  stalled: boolean;
  /** How often it was begun. From the second time on, the server may have the file already. */
  attempts: number;
  /** Why it failed or was refused. */
  error: unknown;
  /** Where a resumable upload goes on. */
  resumeUrl: string | undefined;
}

/** A file that is about to be added, and why it can't be. */
export interface FileToUpload {
  file: File;
  path: string;
  refusal?: string | undefined;
  resumeUrl?: string | undefined;
}

/** Whether nothing more happens to an upload unless a person asks for it. */
export function isFinished({ status }: Pick<UploadItem, 'status'>): boolean {
  return status === 'done' || status === 'skipped' || status === 'failed' || status === 'refused';
}
