import Check from 'lucide-solid/icons/check';
import { Show } from 'solid-js';
import { parentFolder } from '../paths.ts';
import type { StorageEntry } from './entry.ts';

/** The name of an entry. Clicks on it open the entry: the listing listens. In a search, its folder is told, too. */
export function EntryName(props: { entry: StorageEntry; withFolder: boolean; class?: string }) {
  return (
    // Of a name that reads from the right, too, the end is cut off.
    <span dir="auto" class={`min-w-0 truncate text-left ${props.class ?? ''}`} title={props.entry.path}>
      <span data-open class="cursor-pointer hover:text-link hover:underline">
        {props.entry.name}
      </span>
      <Show when={props.entry.kind === 'folder' && props.entry.isNew}>
        <span class="ml-2 text-xs text-muted">empty, not saved yet</span>
      </Show>
      <Show when={props.withFolder}>
        <span class="ml-2 text-xs text-muted">
          {parentFolder(props.entry.path) || 'in the bucket itself'}
        </span>
      </Show>
    </span>
  );
}

/** Shows whether an entry is selected; a click changes it. The row tells the same to screen readers. */
export function EntryTick(props: { checked: boolean; class?: string }) {
  return (
    <span
      data-tick
      aria-hidden="true"
      class={`flex shrink-0 items-center justify-center p-2 pointer-coarse:p-3 ${props.class ?? ''}`}
    >
      <span
        data-checked={props.checked ? '' : undefined}
        class="flex size-4 items-center justify-center rounded-sm border border-control bg-surface text-on-accent data-[checked]:border-accent data-[checked]:bg-accent"
      >
        <Show when={props.checked}>
          <Check class="size-3" />
        </Show>
      </span>
    </span>
  );
}
