import FolderPlus from 'lucide-solid/icons/folder-plus';
import { Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { Toolbar, toolbarSelect } from '../../../ui/navigation/toolbar.tsx';
import { TypedSearch } from '../typed-search.tsx';
import type { StorageView } from '../view-state.ts';
import { Breadcrumb } from './breadcrumb.tsx';
import { useBucketBrowser } from './browser.tsx';
import { SelectAll } from './select-all.tsx';
import { EntrySelectionBar } from './selection-bar.tsx';

const LAYOUTS: { value: StorageView['layout']; label: string }[] = [
  { value: 'list', label: 'List' },
  { value: 'grid', label: 'Grid' },
];

const ORDERS = [
  { value: 'name asc', label: 'Name, A to Z' },
  { value: 'name desc', label: 'Name, Z to A' },
  { value: 'updated_at desc', label: 'Newest first' },
  { value: 'updated_at asc', label: 'Oldest first' },
  { value: 'size desc', label: 'Largest first' },
  { value: 'size asc', label: 'Smallest first' },
  { value: 'mime_type asc', label: 'Type, A to Z' },
  { value: 'mime_type desc', label: 'Type, Z to A' },
] as const;

/** Where the person is, and what is shown of it. */
export function BrowseToolbar() {
  const browser = useBucketBrowser();
  const sort = () => {
    const { by, order } = browser.view().sort;
    return ORDERS.find(({ value }) => value === `${by} ${order}`)?.value ?? 'name asc';
  };
  function setSort(value: (typeof ORDERS)[number]['value']) {
    const [by, order] = value.split(' ') as [StorageView['sort']['by'], StorageView['sort']['order']];
    browser.change({ sort: { by, order } }, 'replace');
  }
  return (
    <>
      <Toolbar
        actions={
          <Button
            icon={<FolderPlus />}
            disabled={browser.view().search !== ''}
            onClick={() => browser.ask({ kind: 'new-folder', entries: [] })}
          >
            Create folder
          </Button>
        }
      >
        <TypedSearch
          label="Search all folders"
          value={browser.view().search}
          onChange={(search) => browser.change({ search }, 'replace')}
        />
        <Segmented
          label="Layout"
          options={LAYOUTS}
          value={browser.view().layout}
          onChange={(layout) => browser.change({ layout }, 'replace')}
        />
        <Show when={browser.view().layout === 'grid'}>
          <Select
            class={toolbarSelect}
            label="Order"
            hideLabel
            options={[...ORDERS]}
            value={sort()}
            onChange={setSort}
          />
        </Show>
      </Toolbar>
      <div class="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1 sm:px-6">
        <Show when={browser.view().path !== ''}>
          <Breadcrumb />
        </Show>
        <Show when={browser.view().layout === 'grid' && (browser.listing.count() ?? 0) > 0}>
          <SelectAll label="Select all" />
        </Show>
        <EntrySelectionBar />
      </div>
    </>
  );
}
