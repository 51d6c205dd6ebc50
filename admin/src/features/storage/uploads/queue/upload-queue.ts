import { AuthenticationError } from '@selfdb/sdk';
import { Connection, isConnectionLoss } from './connection.ts';
import { Tally } from './tally.ts';
import type { ConflictChoice, FileToUpload, UploadBatch, UploadItem } from './upload-item.ts';

/** What an upload reports on its way. */
export interface UploadHooks {
  signal: AbortSignal;
  onProgress: (loaded: number) => void;
  onResumable: (url: string) => void;
  onStalled: () => void;
}

/** Sends files. The queue decides when. */
export interface Uploader {
  /** Sends one file. `taken` if its path is, and the batch does not say what to do then. */
  upload: (item: UploadItem, hooks: UploadHooks) => Promise<'stored' | 'taken'>;
  /** Forgets what the server has of an unfinished upload. */
  discard: (item: UploadItem) => void;
}

const AT_ONCE = 3;

/** Files on their way to the server, a few at a time. It knows nothing of the page, and tells `onChange` of each change. */
export class UploadQueue {
  readonly tally = new Tally();
  readonly connection: Connection;
  items: UploadItem[] = [];
  readonly #uploader: Uploader;
  readonly #onChange: () => void;
  readonly #runs = new Map<UploadItem, AbortController>();
  /** No item before this one waits. */
  #next = 0;
  #lastId = 0;

  constructor(uploader: Uploader, onChange: () => void) {
    this.#uploader = uploader;
    this.#onChange = onChange;
    this.connection = new Connection(() => this.#pump());
  }

  /** Whether all that is being sent waits for the connection. */
  get isStalled(): boolean {
    return this.#runs.size > 0 && [...this.#runs.keys()].every(({ stalled }) => stalled);
  }

  add(batch: UploadBatch, files: FileToUpload[]): void {
    for (const { file, path, refusal, resumeUrl } of files) {
      const item: UploadItem = {
        ...{ id: ++this.#lastId, batch, file, path, loaded: 0, stalled: false, attempts: 0, resumeUrl },
        status: refusal === undefined ? 'waiting' : 'refused',
        error: refusal === undefined ? undefined : new Error(refusal),
      };
      this.items.push(item);
      this.tally.add(item);
    }
    this.#pump();
  }

  /** Keeps what the server has of resumable uploads. Others begin anew when they are resumed. */
  pause(items: readonly UploadItem[]): void {
    for (const item of items) {
      if (item.status === 'waiting' || item.status === 'uploading') this.#stop(item, { status: 'paused' });
    }
    this.#pump();
  }

  /** Goes on with what was paused, and tries what failed again. */
  resume(items: readonly UploadItem[]): void {
    for (const item of items) {
      if (item.status === 'paused' || item.status === 'failed') this.#wait(item);
    }
    this.#pump();
  }

  /** Stops uploads and takes them off the list. Finished ones only leave the list. */
  cancel(items: readonly UploadItem[]): void {
    const leaving = new Set(items);
    for (const item of leaving) {
      this.#stop(item, {});
      this.tally.remove(item);
      if (item.status !== 'done') this.#uploader.discard(item);
    }
    this.items = this.items.filter((item) => !leaving.has(item));
    this.#next = 0;
    this.#pump();
  }

  /** Drops everything without a word to the server. */
  forget(): void {
    for (const item of this.items) this.#stop(item, {});
    for (const item of this.items) this.tally.remove(item);
    this.items = [];
    this.#next = 0;
    this.#onChange();
  }

  /** Decides for all files of a batch whose path is taken, those that are still to come included. */
  choose(batch: UploadBatch, choice: Exclude<ConflictChoice, 'ask'>): void {
    batch.onConflict = choice;
    for (const item of this.items) {
      if (item.batch !== batch || item.status !== 'taken') continue;
      if (choice === 'skip') this.#set(item, { status: 'skipped' });
      else this.#wait(item);
    }
    this.#pump();
  }

  /** Tries again at once what waits for the connection. */
  reconnect(): void {
    for (const item of [...this.#runs.keys()]) if (item.stalled) this.#wait(item);
    this.connection.restore();
    this.#pump();
  }

  #wait(item: UploadItem): void {
    this.#stop(item, { status: 'waiting', error: undefined });
    this.#next = 0;
  }

  #stop(item: UploadItem, change: Partial<UploadItem>): void {
    const run = this.#runs.get(item);
    this.#runs.delete(item);
    // First the state: what the aborted upload throws is then nobody's.
    const isKept = item.resumeUrl !== undefined || item.status === 'done';
    this.#set(item, { stalled: false, ...(isKept ? {} : { loaded: 0 }), ...change });
    run?.abort(new DOMException('The upload was stopped.', 'AbortError'));
  }

  #set(item: UploadItem, change: Partial<UploadItem>): void {
    this.tally.remove(item);
    Object.assign(item, change);
    this.tally.add(item);
    this.#onChange();
  }

  #pump(): void {
    while (this.#runs.size < (this.connection.isLost ? 1 : AT_ONCE) && this.connection.mayTry) {
      const item = this.#takeNext();
      if (!item) break;
      void this.#run(item);
    }
    this.#onChange();
  }

  #takeNext(): UploadItem | undefined {
    for (; this.#next < this.items.length; this.#next += 1) {
      const item = this.items[this.#next];
      if (item?.status === 'waiting') return item;
    }
    return undefined;
  }

  async #run(item: UploadItem): Promise<void> {
    const run = new AbortController();
    this.#runs.set(item, run);
    this.#set(item, { status: 'uploading', attempts: item.attempts + 1 });
    const isMine = () => this.#runs.get(item) === run;
    const change = (change: Partial<UploadItem>) => {
      if (isMine()) this.#set(item, change);
    };
    const hooks: UploadHooks = {
      signal: run.signal,
      onProgress: (loaded) => {
        if (loaded > item.loaded) this.connection.restore();
        change({ loaded, stalled: false });
      },
      onResumable: (resumeUrl) => change({ resumeUrl }),
      onStalled: () => change({ stalled: true }),
    };
    const outcome = await this.#uploader.upload(item, hooks).then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    if (!isMine()) return;
    this.#runs.delete(item);
    this.#settle(item, outcome);
    this.#pump();
  }

  #settle(item: UploadItem, outcome: { result: 'stored' | 'taken' } | { error: unknown }): void {
    if ('error' in outcome && isConnectionLoss(outcome.error)) {
      this.#wait(item);
      this.connection.lose();
      return;
    }
    this.connection.restore();
    if ('error' in outcome) {
      // Whoever signs in again goes on.
      const status = outcome.error instanceof AuthenticationError ? 'paused' : 'failed';
      this.#set(item, { stalled: false, status, error: outcome.error });
    } else if (outcome.result === 'stored') {
      this.#set(item, { stalled: false, status: 'done', loaded: item.file.size });
    } else this.#refuseName(item);
  }

  #refuseName(item: UploadItem): void {
    this.#uploader.discard(item);
    const { onConflict } = item.batch;
    const status = onConflict === 'skip' ? 'skipped' : 'taken';
    this.#set(item, { stalled: false, loaded: 0, status, resumeUrl: undefined });
    // The person has chosen in the meantime.
    if (onConflict === 'rename' || onConflict === 'replace') this.#wait(item);
  }
}
