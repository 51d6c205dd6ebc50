import * as KDialog from '@kobalte/core/dialog';
import Search from 'lucide-solid/icons/search';
import { createEffect, createMemo, createSignal, createUniqueId, For, on, Show } from 'solid-js';
import { Keys } from '../../ui/display/keys.tsx';
import {
  type Command,
  findCommands,
  paletteOpen,
  paletteText,
  setPaletteOpen,
  setPaletteText,
} from './commands.ts';

const SHOWN = 60;

/** The command palette: type to find a page, a table or an action; arrows and Enter choose. */
export function Palette() {
  let field: HTMLInputElement | undefined;
  return (
    <KDialog.Root open={paletteOpen()} onOpenChange={setPaletteOpen}>
      <KDialog.Portal>
        <KDialog.Overlay class="fixed inset-0 z-50 bg-black/45" />
        <div class="fixed inset-0 z-50 flex items-start justify-center p-3 pt-[12vh]">
          <KDialog.Content
            class="flex max-h-[70vh] w-full max-w-xl flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-pop outline-none [animation:appear_100ms_ease-out]"
            onOpenAutoFocus={(event) => {
              // The dialog itself would move the focus in a later task, and lose what is typed until then.
              event.preventDefault();
              field?.focus();
            }}
          >
            <KDialog.Title class="sr-only">Commands</KDialog.Title>
            <PaletteList
              fieldRef={(element) => {
                field = element;
              }}
            />
          </KDialog.Content>
        </div>
      </KDialog.Portal>
    </KDialog.Root>
  );
}

function PaletteList(props: { fieldRef: (element: HTMLInputElement) => void }) {
  setPaletteText('');
  const [index, setIndex] = createSignal(0);
  const id = createUniqueId();
  const found = createMemo(() => findCommands(paletteText(), SHOWN));
  createEffect(on(paletteText, () => setIndex(0), { defer: true }));
  createEffect(() => document.getElementById(`${id}-${index()}`)?.scrollIntoView({ block: 'nearest' }));

  function choose(command: Command | undefined) {
    if (!command) return;
    setPaletteOpen(false);
    // After the dialog has given the focus back, so that the command may move it.
    setTimeout(command.run);
  }
  function onKeyDown(event: KeyboardEvent) {
    const last = found().length - 1;
    const moves: Record<string, number> = {
      ArrowDown: index() >= last ? 0 : index() + 1,
      ArrowUp: index() <= 0 ? last : index() - 1,
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (next !== undefined) setIndex(Math.max(0, next));
    else if (event.key === 'Enter') choose(found()[index()]);
    else return;
    event.preventDefault();
  }
  return (
    <>
      <div class="flex items-center gap-2 border-b border-line px-4">
        <Search class="size-4 text-muted" />
        <input
          ref={props.fieldRef}
          role="combobox"
          aria-label="Search pages, tables and actions"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={found().length > 0 ? `${id}-${index()}` : undefined}
          aria-autocomplete="list"
          class="h-11 w-full bg-transparent text-md outline-none"
          placeholder="Search pages, tables and actions"
          value={paletteText()}
          onInput={(event) => setPaletteText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={id} role="listbox" aria-label="Commands" class="min-h-0 overflow-y-auto p-1.5">
        <For each={found()} fallback={<p class="px-3 py-8 text-center text-muted">Nothing has this name.</p>}>
          {(command, position) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input keeps the focus and handles the keys
            <div
              id={`${id}-${position()}`}
              role="option"
              tabIndex={-1}
              aria-selected={position() === index()}
              class="flex h-9 pointer-coarse:h-11 cursor-default items-center gap-2.5 rounded-md px-2.5 aria-selected:bg-accent-soft [&>svg]:size-4 [&>svg]:text-muted"
              onPointerMove={() => setIndex(position())}
              onClick={() => choose(command)}
            >
              {command.icon}
              <span class="truncate">{command.label}</span>
              <span class="ml-auto text-xs text-muted">{command.group}</span>
              <Show when={command.keys}>{(keys) => <Keys keys={keys()} />}</Show>
            </div>
          )}
        </For>
      </div>
    </>
  );
}
