import type { UploadItem, UploadStatus } from './upload-item.ts';

const STATUSES: UploadStatus[] = [
  ...(['waiting', 'uploading', 'paused', 'taken'] as const),
  ...(['done', 'skipped', 'failed', 'refused'] as const),
];

/** How many uploads are in each state and how many bytes they have, kept up to date without counting 10,000 of them anew. */
export class Tally {
  readonly count = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<UploadStatus, number>;
  /** The bytes of all files that are to be sent, and of those the ones that the server has. */
  total = 0;
  loaded = 0;

  add(item: UploadItem): void {
    this.#change(item, 1);
  }

  remove(item: UploadItem): void {
    this.#change(item, -1);
  }

  /** The uploads that are neither finished nor paused nor wait for a choice. */
  get running(): number {
    return this.count.waiting + this.count.uploading;
  }

  /** The files that are to be sent, now or later. */
  get wanted(): number {
    return this.running + this.count.paused + this.count.taken + this.count.done;
  }

  #change(item: UploadItem, sign: 1 | -1): void {
    this.count[item.status] += sign;
    if (item.status === 'skipped' || item.status === 'refused' || item.status === 'failed') return;
    this.total += sign * item.file.size;
    this.loaded += sign * item.loaded;
  }
}
