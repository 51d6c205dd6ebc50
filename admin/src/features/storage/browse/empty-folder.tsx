import FolderOpen from 'lucide-solid/icons/folder-open';
import SearchX from 'lucide-solid/icons/search-x';
import { Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { parentFolder } from '../paths.ts';
import { useBucketBrowser } from './browser.tsx';

/** Says why there is nothing, and what to do. */
export function EmptyFolder() {
  const browser = useBucketBrowser();
  const isBucket = () => browser.view().path === '';
  return (
    <Show
      when={browser.view().search === ''}
      fallback={
        <EmptyState
          icon={<SearchX />}
          title="No file matches"
          action={<Button onClick={() => browser.change({ search: '' }, 'replace')}>Clear the search</Button>}
        >
          No path in this bucket contains “{browser.view().search}”.
        </EmptyState>
      }
    >
      <EmptyState
        icon={<FolderOpen />}
        title={isBucket() ? 'This bucket is empty' : 'This folder is empty'}
        action={
          <Show when={!isBucket()}>
            <Button onClick={() => browser.change({ path: parentFolder(browser.view().path) }, 'push')}>
              Go one folder up
            </Button>
          </Show>
        }
      >
        <Show
          when={isBucket()}
          fallback="Folders exist as long as files are in them: upload a file here or move one here, and the folder is saved. Until then, only this page knows it."
        >
          Upload files, or whole folders: they keep their structure.
        </Show>
      </EmptyState>
    </Show>
  );
}
