import type { SelfDB, StorageJob } from '@selfdb/sdk';
import type { StorageEntry } from '../entries/entry.ts';
import { removeNewFolder } from '../entries/new-folders.ts';
import type { Work } from './work.ts';

/** Ids that the server takes at once. */
const MAX_IDS = 10_000;
const POLL_MS = 300;

/** A deletion that the server does in the background. */
interface Deletion {
  path: string;
  start: () => Promise<StorageJob>;
}

/** Deletes files and whole folders. Each folder is one work of the server, which goes on if this page is left. */
export async function deleteEntries(
  sdk: SelfDB,
  bucketId: string,
  entries: readonly StorageEntry[],
  work: Work,
): Promise<void> {
  for (const { path, start } of deletionsOf(sdk, bucketId, entries)) {
    if (work.signal.aborted) return;
    try {
      await follow(sdk, await start(), work);
    } catch (error) {
      work.fail([{ path, error }]);
    }
  }
}

function deletionsOf(sdk: SelfDB, bucketId: string, entries: readonly StorageEntry[]): Deletion[] {
  const deletions: Deletion[] = [];
  for (const entry of entries) {
    if (entry.kind === 'file') continue;
    removeNewFolder(bucketId, entry.path);
    if (entry.isNew) continue;
    const start = () => sdk.storage.files.deleteMany({ bucketId, prefix: entry.path });
    deletions.push({ path: entry.path, start });
  }
  const files = entries.flatMap((entry) => (entry.kind === 'file' ? [entry] : []));
  for (let at = 0; at < files.length; at += MAX_IDS) {
    const some = files.slice(at, at + MAX_IDS);
    const path = some.length === 1 ? (some[0]?.path ?? '') : `${some.length} files`;
    deletions.push({
      path,
      start: () => sdk.storage.files.deleteMany({ ids: some.map(({ file }) => file.id) }),
    });
  }
  return deletions;
}

async function follow(sdk: SelfDB, started: StorageJob, work: Work): Promise<void> {
  let [job, counted] = [started, 0];
  work.expect(started.total ?? 0);
  for (;;) {
    work.add(job.done - counted);
    counted = job.done;
    if (job.status === 'failed') throw new Error(job.error ?? 'The server did not say why.');
    if (job.status === 'done') return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    job = await sdk.storage.files.getJob(job.id);
  }
}
