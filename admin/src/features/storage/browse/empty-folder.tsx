import FolderOpen from 'lucide-solid/icons/folder-open';
import FolderUp from 'lucide-solid/icons/folder-up';
import SearchX from 'lucide-solid/icons/search-x';
import Upload from 'lucide-solid/icons/upload';
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
          <>
            <Button variant="primary" icon={<Upload class="size-4" />} onClick={browser.chooser.chooseFiles}>
              Upload files
            </Button>
            <Show
              when={isBucket()}
              fallback={
                <Button onClick={() => browser.change({ path: parentFolder(browser.view().path) }, 'push')}>
                  Go one folder up
                </Button>
              }
            >
              <Button icon={<FolderUp class="size-4" />} onClick={browser.chooser.chooseFolder}>
                Upload a folder
              </Button>
            </Show>
          </>
        }
      >
        <Show
          when={isBucket()}
          fallback={
            <>
              <span class="pointer-coarse:hidden">Drop files here. </span>The folder is saved with its first
              file; until then, only you see it.
            </>
          }
        >
          <span class="pointer-coarse:hidden">Drop files or whole folders here. </span>Folders keep their
          structure.
        </Show>
      </EmptyState>
    </Show>
  );
}
