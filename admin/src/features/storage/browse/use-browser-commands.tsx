import FolderPlus from 'lucide-solid/icons/folder-plus';
import LayoutGrid from 'lucide-solid/icons/layout-grid';
import { useCommands } from '../../../app/commands/commands.ts';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import type { StorageEntry } from '../entries/entry.ts';
import type { BucketBrowser, EntryDialog } from './browser.tsx';

/** The shortcuts and commands of a bucket's page. */
export function useBrowserCommands(browser: BucketBrowser): void {
  const newFolder = () => browser.view().search === '' && browser.ask({ kind: 'new-folder', entries: [] });
  const toggleLayout = () =>
    browser.change({ layout: browser.view().layout === 'list' ? 'grid' : 'list' }, 'replace');
  /** Asks about what is selected, or what the keyboard is on. */
  const about = (kind: EntryDialog['kind'], accepts: (entries: StorageEntry[]) => boolean) => () => {
    const active = browser.listing.entryAt(browser.selection.active());
    const selected = browser.selection.entries();
    const entries = selected.length > 0 ? selected : active ? [active] : [];
    if (accepts(entries)) browser.ask({ kind, entries });
  };
  const rename = about('rename', ({ length }) => length === 1);
  const remove = about('delete', ({ length }) => length > 0);
  const move = about('move', ({ length }) => length > 0);
  useShortcuts([
    { keys: 'ArrowDown', label: 'Go to the files', group: 'Storage', run: browser.focusListing },
    { keys: 'n', label: 'Create folder', group: 'Storage', run: newFolder },
    { keys: 'v', label: 'List or grid', group: 'Storage', run: toggleLayout },
    { keys: 'F2', label: 'Rename', group: 'Storage', run: rename },
    { keys: 'm', label: 'Move the selection', group: 'Storage', run: move },
    { keys: 'Delete', label: 'Delete the selection', group: 'Storage', run: remove },
  ]);
  useCommands(() => [
    {
      id: 'storage:folder',
      label: 'Create folder',
      group: 'Storage',
      icon: <FolderPlus />,
      keys: 'n',
      run: newFolder,
    },
    {
      id: 'storage:layout',
      label: browser.view().layout === 'list' ? 'Show as grid' : 'Show as list',
      group: 'Storage',
      icon: <LayoutGrid />,
      keys: 'v',
      run: toggleLayout,
    },
  ]);
}
