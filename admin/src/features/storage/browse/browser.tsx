import { type Accessor, createContext, createSignal, useContext } from 'solid-js';
import type { StorageEntry } from '../entries/entry.ts';
import { createListing, type Listing } from '../listing/listing.ts';
import { createEntrySelection, type Selection } from '../listing/selection.ts';
import { type StorageBucket, useRefreshStorage } from '../queries.ts';
import type { FileChooser } from '../uploads/choose/file-chooser.tsx';
import type { StorageView } from '../view-state.ts';
import { createWorkRunner, type WorkRunner } from '../work/work.ts';

/** A dialog about entries. */
export interface EntryDialog {
  kind: 'rename' | 'move' | 'copy' | 'delete' | 'new-folder';
  entries: StorageEntry[];
}

/** The page of a bucket, for its parts. */
export interface BucketBrowser {
  bucket: Accessor<StorageBucket>;
  view: Accessor<StorageView>;
  /** Changes the URL. A change that a person wants to go back from is a new entry of the history. */
  change: (change: Partial<StorageView>, how?: 'replace' | 'push') => void;
  chooser: FileChooser;
  listing: Listing;
  selection: Selection;
  runner: WorkRunner;
  dialog: Accessor<EntryDialog | undefined>;
  ask: (dialog: EntryDialog) => void;
  closeDialog: () => void;
  /** A folder is gone to; the details of a file are shown. */
  open: (entry: StorageEntry) => void;
  refresh: () => Promise<void>;
  /** The element that has the keyboard. */
  focusListing: () => void;
  setListingElement: (element: HTMLElement) => void;
}

const BrowserContext = createContext<BucketBrowser>();
export const BucketBrowserProvider = BrowserContext.Provider;

export function createBucketBrowser(
  given: Pick<BucketBrowser, 'bucket' | 'view' | 'change' | 'chooser'>,
): BucketBrowser {
  const { bucket, view, change, chooser } = given;
  const refresh = useRefreshStorage();
  const [dialog, setDialog] = createSignal<EntryDialog>();
  let element: HTMLElement | undefined;
  const listing = createListing(() => ({
    bucketId: bucket().id,
    prefix: view().path,
    search: view().search,
    sort: view().sort,
  }));
  const selection = createEntrySelection(listing);
  return {
    bucket,
    view,
    change,
    chooser,
    listing,
    selection,
    runner: createWorkRunner(async () => {
      selection.clear();
      await refresh();
    }),
    dialog,
    ask: setDialog,
    closeDialog: () => setDialog(undefined),
    open(entry) {
      if (entry.kind === 'file') change({ file: entry.file.id }, 'push');
      else change({ path: entry.path, search: '' }, 'push');
    },
    refresh,
    focusListing: () => element?.focus(),
    setListingElement(next) {
      element = next;
    },
  };
}

/** The page of the bucket. Throws outside of it. */
export function useBucketBrowser(): BucketBrowser {
  const browser = useContext(BrowserContext);
  if (!browser) throw new Error('useBucketBrowser needs a BucketBrowserProvider above it.');
  return browser;
}
