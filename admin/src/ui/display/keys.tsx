import { For } from 'solid-js';

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** Keys of a shortcut as this machine names them: `Mod+K` is ⌘K on a Mac and Ctrl+K elsewhere; `g t` is g, then t. */
export function Keys(props: { keys: string }) {
  return (
    <span class="inline-flex items-center gap-1">
      <For each={props.keys.split(' ')}>
        {(stroke) => (
          <kbd class="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong bg-surface px-1 font-sans text-xs text-muted">
            {stroke.replace('Mod', isMac ? '⌘' : 'Ctrl').replaceAll('+', isMac ? '' : '+')}
          </kbd>
        )}
      </For>
    </span>
  );
}
