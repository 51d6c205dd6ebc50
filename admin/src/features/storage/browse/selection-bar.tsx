import Download from 'lucide-solid/icons/download';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import Trash from 'lucide-solid/icons/trash';
import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { counted, formatBytes, formatCount } from '../../../ui/format/numbers.ts';
import { Menu } from '../../../ui/overlays/menu.tsx';
import { useBucketBrowser } from './browser.tsx';
import { entryActions } from './entry-actions.tsx';
import { downloadEntries } from './start-work.ts';

/** What can be done with what is selected. With nothing selected, it tells what there is. */
export function EntrySelectionBar() {
  const sdk = useSdk();
  const browser = useBucketBrowser();
  const entries = () => browser.selection.entries();
  const bytes = () =>
    entries().reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.file.size : 0), 0);
  return (
    <Show when={entries().length > 0} fallback={<Totals />}>
      <div role="toolbar" aria-label="Selected entries" class="flex flex-wrap items-center gap-1 sm:gap-1.5">
        <span class="tabular text-sm" role="status">
          <span class="font-medium">{formatCount(entries().length)} selected</span>
          <Show when={bytes() > 0}>
            <span class="text-muted max-sm:hidden">, {formatBytes(bytes())}</span>
          </Show>
        </span>
        <Button
          size="sm"
          icon={<Download class="size-4" />}
          onClick={() => void downloadEntries(sdk, browser, entries())}
        >
          Download
        </Button>
        <Button
          size="sm"
          variant="danger"
          icon={<Trash class="size-4" />}
          onClick={() => browser.ask({ kind: 'delete', entries: entries() })}
        >
          Delete
        </Button>
        <Menu
          label="More actions for the selection"
          trigger={<Ellipsis />}
          items={entryActions(sdk, browser, entries())}
        />
        <IconButton
          label="Clear the selection"
          size="sm"
          icon={<X />}
          onClick={() => browser.selection.clear()}
        />
      </div>
    </Show>
  );
}

function Totals() {
  const { listing, view } = useBucketBrowser();
  const text = () => {
    const count = listing.count();
    if (count === undefined) return '';
    if (count === 0) return view().search ? 'No file found' : 'No files';
    const files = listing.files();
    if (view().search) return `${counted(files, 'file')} found in all folders`;
    const folders = count - files;
    return [folders > 0 && counted(folders, 'folder'), files > 0 && counted(files, 'file')]
      .filter(Boolean)
      .join(', ');
  };
  return (
    <span role="status" class="tabular text-xs text-muted">
      {text()}
    </span>
  );
}
