import type { SelfDB } from '@selfdb/sdk';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { entriesInWords, type StorageEntry } from '../entries/entry.ts';
import { deleteEntries } from '../work/delete-files.ts';
import { type Placement, placeEntries } from '../work/place-files.ts';
import { openStreamSink } from '../work/save-stream.ts';
import { zipEntries } from '../work/zip-files.ts';
import type { BucketBrowser } from './browser.tsx';

/** Long enough for a download to begin, which then goes on by itself. */
const LINK_SECONDS = 3600;

/** Downloads one file as it is, several and folders as a zip. */
export async function downloadEntries(
  sdk: SelfDB,
  browser: BucketBrowser,
  entries: StorageEntry[],
): Promise<void> {
  const [first] = entries;
  if (entries.length === 1 && first?.kind === 'file') return downloadFile(sdk, first);
  const sink = await openStreamSink(zipName(browser, entries));
  if (!sink) return;
  const words = entriesInWords(entries);
  await browser.runner.start({
    title: `Packing ${words}`,
    success: `${words} downloaded as a zip.`,
    unit: 'bytes',
    run: async (work) => sink(await zipEntries(sdk, browser.bucket(), entries, work), work.signal),
  });
}

/** The browser itself loads the file from a signed URL, however large it is. */
async function downloadFile(sdk: SelfDB, { file, name }: StorageEntry & { kind: 'file' }): Promise<void> {
  try {
    const { url } = await sdk.storage.files.sign(file.id, { expiresIn: LINK_SECONDS, download: name });
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
  } catch (error) {
    showToast({
      kind: 'danger',
      title: `${name} was not downloaded.`,
      detail: describeError(error).message,
    });
  }
}

function zipName(browser: BucketBrowser, entries: StorageEntry[]): string {
  const [first] = entries;
  return `${entries.length === 1 && first ? first.name : browser.bucket().name}.zip`;
}

export function startDeletion(sdk: SelfDB, browser: BucketBrowser, entries: StorageEntry[]): Promise<void> {
  const words = entriesInWords(entries);
  return browser.runner.start({
    title: `Deleting ${words}`,
    success: `${words} deleted.`,
    run: (work) => deleteEntries(sdk, browser.bucket().id, entries, work),
  });
}

export function startPlacement(
  sdk: SelfDB,
  browser: BucketBrowser,
  entries: StorageEntry[],
  placement: Placement,
): Promise<void> {
  const words = entriesInWords(entries);
  const [doing, done] = placement.how === 'move' ? ['Moving', 'moved'] : ['Copying', 'copied'];
  return browser.runner.start({
    title: `${doing} ${words}`,
    success: `${words} ${done}.`,
    run: (work) => placeEntries(sdk, entries, placement, work),
  });
}
