import type { SelfDB } from '@selfdb/sdk';
import Copy from 'lucide-solid/icons/copy';
import Download from 'lucide-solid/icons/download';
import FolderInput from 'lucide-solid/icons/folder-input';
import FolderOpen from 'lucide-solid/icons/folder-open';
import FolderPlus from 'lucide-solid/icons/folder-plus';
import Info from 'lucide-solid/icons/info';
import Link from 'lucide-solid/icons/link';
import Pencil from 'lucide-solid/icons/pencil';
import Trash from 'lucide-solid/icons/trash';
import type { MenuItem } from '../../../ui/overlays/menu.tsx';
import { copyAndTell } from '../buckets/bucket-menu.tsx';
import type { StorageEntry } from '../entries/entry.ts';
import type { BucketBrowser } from './browser.tsx';
import { downloadEntries } from './start-work.ts';

/** What a person can do with entries; without any, with the folder itself. */
export function entryActions(sdk: SelfDB, browser: BucketBrowser, entries: StorageEntry[]): MenuItem[] {
  const [first] = entries;
  if (!first) return folderActions(browser);
  return [
    ...(entries.length === 1 ? actionsOfOne(browser, first) : []),
    {
      label: entries.length === 1 && first.kind === 'file' ? 'Download' : 'Download as zip',
      icon: <Download />,
      onSelect: () => void downloadEntries(sdk, browser, entries),
    },
    {
      label: 'Move…',
      icon: <FolderInput />,
      separated: true,
      onSelect: () => browser.ask({ kind: 'move', entries }),
    },
    { label: 'Copy…', icon: <Copy />, onSelect: () => browser.ask({ kind: 'copy', entries }) },
    ...(entries.length === 1
      ? [{ label: 'Copy path', icon: <Copy />, onSelect: () => void copyAndTell(first.path) }]
      : []),
    {
      label: 'Delete',
      icon: <Trash />,
      keys: 'Del',
      danger: true,
      separated: true,
      onSelect: () => browser.ask({ kind: 'delete', entries }),
    },
  ];
}

function actionsOfOne(browser: BucketBrowser, entry: StorageEntry): MenuItem[] {
  const open = () => browser.open(entry);
  const opening: MenuItem[] =
    entry.kind === 'folder'
      ? [{ label: 'Open', icon: <FolderOpen />, keys: 'Enter', onSelect: open }]
      : [
          { label: 'Show details', icon: <Info />, keys: 'Enter', onSelect: open },
          { label: 'Share…', icon: <Link />, onSelect: open },
        ];
  const rename = () => browser.ask({ kind: 'rename', entries: [entry] });
  return [...opening, { label: 'Rename…', icon: <Pencil />, keys: 'F2', onSelect: rename }];
}

function folderActions(browser: BucketBrowser): MenuItem[] {
  const create = () => browser.ask({ kind: 'new-folder', entries: [] });
  const all = () => void browser.selection.selectAll();
  return [
    {
      label: 'Create folder…',
      icon: <FolderPlus />,
      disabled: browser.view().search !== '',
      onSelect: create,
    },
    { label: 'Select all', keys: 'Ctrl+A', onSelect: all },
  ];
}
