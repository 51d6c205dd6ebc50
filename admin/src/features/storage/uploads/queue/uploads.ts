import type { SelfDB } from '@selfdb/sdk';
import { createSignal } from 'solid-js';
import { showUploads } from '../shown.ts';
import { rememberFor } from './remembered-uploads.ts';
import { createUploader } from './sdk-uploader.ts';
import { Speed } from './speed.ts';
import type { FileToUpload, UploadBatch } from './upload-item.ts';
import { UploadQueue } from './upload-queue.ts';

const TELL_MS = 150;

/** Changes at most a few times a second, however many uploads do. Read it where something of the queue is shown. */
const [version, setVersion] = createSignal(0);
export const uploadsVersion = version;

let session: { sdk: SelfDB; userId: string } | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
export const speed = new Speed();
export const uploads = new UploadQueue(
  createUploader(() => {
    if (!session) throw new Error('Uploads need a session.');
    return session.sdk;
  }),
  tell,
);

function tell(): void {
  if (timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    const { loaded, total, count, wanted } = uploads.tally;
    if (count.uploading > 0) speed.record({ loaded, total, done: count.done, wanted }, performance.now());
    else speed.reset();
    setVersion((now) => now + 1);
  }, TELL_MS);
}

/** Sends uploads as this user from now on. Those of another user are not theirs to go on with. */
export function useForUploads(sdk: SelfDB, userId: string): void {
  if (session && session.userId !== userId) {
    uploads.forget();
    showUploads(false);
  }
  session = { sdk, userId };
  rememberFor(userId);
}

/** Puts files into the queue and shows it. */
export function addUploads(batch: Omit<UploadBatch, 'onConflict'>, files: FileToUpload[]): void {
  uploads.add({ ...batch, onConflict: 'ask' }, files);
  showUploads(true);
}

/** Takes everything off the list, once nothing of it is under way. */
export function closeUploads(): void {
  uploads.cancel(uploads.items);
  showUploads(false);
}

/** Whether something would be lost if the page was left. */
function hasUnfinished(): boolean {
  const { count, running } = uploads.tally;
  return running + count.paused + count.taken > 0;
}

// The module lives as long as the page.
window.addEventListener('online', () => uploads.reconnect());
window.addEventListener('beforeunload', (event) => {
  if (hasUnfinished()) event.preventDefault();
});
