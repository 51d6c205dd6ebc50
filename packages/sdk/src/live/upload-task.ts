import type { Uploaded } from '../generated/types.gen.ts';
import type { UploadOptions } from '../storage/upload-options.ts';
import type { SelfDBClient } from './client.ts';
import { Store } from './store.ts';

/** What to upload. Progress, pausing and resuming are the task's. */
export type UploadSetup = Omit<UploadOptions, 'onProgress' | 'onResumable' | 'resumeFrom' | 'signal'>;

/** An upload at one moment. */
export interface UploadTaskState {
  status: 'idle' | 'uploading' | 'paused' | 'done' | 'failed';
  /** From 0 to 1. */
  progress: number;
  /** Why it failed. `resume` tries again from where it is. */
  error: Error | undefined;
  result: Uploaded | undefined;
}

const IDLE: UploadTaskState = { status: 'idle', progress: 0, error: undefined, result: undefined };
const MIB = 1024 * 1024;
const MAX_PARTS = 500;

/** One upload at a time, with its progress. It can be paused and resumed. */
export class UploadTask {
  readonly #client: SelfDBClient;
  readonly #store = new Store<UploadTaskState>(IDLE);
  #job: { bucketId: string; setup: UploadSetup; url?: string } | undefined;
  #abort: AbortController | undefined;

  /**
   * A task without an upload.
   *
   * @example
   * const task = new UploadTask(selfdb);
   * const file = await task.start(bucket.id, { filename: 'hello.txt', data: 'Hello' });
   */
  constructor(client: SelfDBClient) {
    this.#client = client;
  }

  readonly getState = (): UploadTaskState => this.#store.getState();
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  /** Uploads. Gives the file; undefined if the upload is paused, aborted, or fails, which `error` tells. */
  readonly start = async (bucketId: string, setup: UploadSetup): Promise<Uploaded | undefined> => {
    await this.abort();
    this.#job = { bucketId, setup };
    return this.#run();
  };

  /** Stops sending. What the server has remains there. */
  readonly pause = (): void => {
    if (this.getState().status !== 'uploading') return;
    this.#store.set({ status: 'paused' });
    this.#abort?.abort();
  };

  /** Goes on after a pause or a failure. */
  readonly resume = async (): Promise<Uploaded | undefined> => {
    const { status } = this.getState();
    return this.#job && (status === 'paused' || status === 'failed') ? this.#run() : undefined;
  };

  /** Ends the upload and deletes what the server has of it. */
  readonly abort = async (): Promise<void> => {
    const { url } = this.#job ?? {};
    const isOver = this.getState().status === 'done';
    this.#job = undefined;
    this.#abort?.abort();
    this.#store.set(IDLE);
    if (url !== undefined && !isOver) await this.#client.storage.files.cancelUpload(url).catch(() => {});
  };

  async #run(): Promise<Uploaded | undefined> {
    const job = this.#job;
    if (!job) return undefined;
    const abort = new AbortController();
    this.#abort = abort;
    const isCurrent = () => this.#abort === abort && !abort.signal.aborted;
    this.#store.set({ status: 'uploading', error: undefined });
    try {
      const result = await this.#client.storage.files.upload(job.bucketId, {
        ...partsOf(job.setup),
        ...job.setup,
        ...(job.url === undefined ? {} : { resumeFrom: job.url }),
        signal: abort.signal,
        onProgress: ({ loaded, total }) => {
          if (isCurrent()) this.#store.set({ progress: total ? loaded / total : 0 });
        },
        onResumable: (url) => {
          job.url = url;
        },
      });
      if (!isCurrent()) return undefined;
      this.#store.set({ status: 'done', progress: 1, result });
      return result;
    } catch (error) {
      if (isCurrent()) this.#store.set({ status: 'failed', error: toError(error) });
      return undefined;
    }
  }
}

/** Smaller parts than the SDK's, so that the progress moves. */
function partsOf({ data }: UploadSetup): Partial<UploadOptions> {
  const size = data instanceof Blob ? data.size : undefined;
  return size === undefined ? {} : { resumableAbove: MIB, partBytes: Math.max(MIB, size / MAX_PARTS) };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
