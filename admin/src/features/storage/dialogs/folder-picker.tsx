import { createInfiniteQuery } from '@tanstack/solid-query';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import CornerLeftUp from 'lucide-solid/icons/corner-left-up';
import Folder from 'lucide-solid/icons/folder';
import { For, type JSX, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { newFoldersIn } from '../entries/new-folders.ts';
import { lastPart, parentFolder } from '../paths.ts';
import { foldersQuery } from '../queries.ts';

interface FolderPickerProps {
  bucketId: string;
  /** The chosen folder, whose subfolders are shown. */
  folder: string;
  onChange: (folder: string) => void;
}

/** Goes through the folders of a bucket; the one that is open is the chosen one. */
export function FolderPicker(props: FolderPickerProps) {
  const sdk = useSdk();
  const query = createInfiniteQuery(() => foldersQuery(sdk, props.bucketId, props.folder));
  const folders = () => {
    const known =
      query.isPending || query.isLoadingError ? [] : query.data.pages.flatMap((page) => page.folders ?? []);
    return [...new Set([...newFoldersIn(props.bucketId, props.folder), ...known])];
  };
  return (
    <div class="h-56 overflow-y-auto rounded-md border border-line-strong">
      <ErrorNotice
        title="The folders could not be listed."
        error={query.error}
        onRetry={() => void query.refetch()}
      />
      <ul aria-label="Folders to choose from">
        <Show when={props.folder !== ''}>
          <li>
            <FolderButton icon={<CornerLeftUp />} onClick={() => props.onChange(parentFolder(props.folder))}>
              One folder up
            </FolderButton>
          </li>
        </Show>
        <For
          each={folders()}
          fallback={
            <Show when={!query.isPending} fallback={<SkeletonRows rows={3} />}>
              <li class="px-3 py-2 text-muted">No folders in here.</li>
            </Show>
          }
        >
          {(path) => (
            <li>
              <FolderButton icon={<Folder class="text-link" />} onClick={() => props.onChange(path)}>
                {lastPart(path)}
              </FolderButton>
            </li>
          )}
        </For>
      </ul>
      <Show when={query.hasNextPage}>
        <div class="p-2">
          <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more folders
          </Button>
        </div>
      </Show>
    </div>
  );
}

function FolderButton(props: { icon: JSX.Element; onClick: () => void; children: JSX.Element }) {
  return (
    <button
      type="button"
      class="flex h-8 w-full items-center gap-2 px-3 text-left hover:bg-hover focus-visible:-outline-offset-2 pointer-coarse:h-11 [&>svg]:size-4 [&>svg]:shrink-0"
      onClick={() => props.onClick()}
    >
      {props.icon}
      <span class="min-w-0 flex-1 truncate">{props.children}</span>
      <ChevronRight class="text-muted" />
    </button>
  );
}
