import { createMemo, For } from 'solid-js';
import { Keys } from '../../ui/display/keys.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { activeShortcuts, type Shortcut } from './shortcuts.ts';

/** Lists the shortcuts that work on this page. */
export function ShortcutsSheet(props: { open: boolean; onClose: () => void }) {
  const groups = createMemo(() => [
    ...Map.groupBy(activeShortcuts(), (shortcut: Shortcut) => shortcut.group),
  ]);
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title="Keyboard shortcuts"
      size={groups().length > 1 ? 'md' : 'sm'}
    >
      <div class="grid gap-x-8 gap-y-5" classList={{ 'sm:grid-cols-2': groups().length > 1 }}>
        <For each={groups()}>
          {([group, shortcuts]) => (
            <section>
              <h3 class="mb-1.5 text-xs font-medium text-muted">{group}</h3>
              <ul class="space-y-1">
                <For each={shortcuts}>
                  {(shortcut) => (
                    <li class="flex h-7 items-center justify-between gap-4">
                      <span>{shortcut.label}</span>
                      <Keys keys={shortcut.keys} />
                    </li>
                  )}
                </For>
              </ul>
            </section>
          )}
        </For>
      </div>
    </Dialog>
  );
}
