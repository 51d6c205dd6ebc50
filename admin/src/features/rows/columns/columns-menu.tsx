import * as KPopover from '@kobalte/core/popover';
import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import Columns3 from 'lucide-solid/icons/columns-3';
import { createMemo, For, Show } from 'solid-js';
import { Button, buttonClass } from '../../../ui/controls/button.tsx';
import { Checkbox } from '../../../ui/controls/checkbox.tsx';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { useRows } from '../rows-model.ts';

/** Shows, hides and orders columns. */
export function ColumnsMenu() {
  const rows = useRows();
  const names = createMemo(() => {
    rows.layout.placed();
    return rows.layout.order();
  });
  const hidden = () => names().filter((name) => !rows.layout.isVisible(name)).length;
  return (
    <KPopover.Root gutter={4} placement="bottom-end">
      <KPopover.Trigger class={`${buttonClass('ghost')} max-sm:px-2 [&>svg]:size-4`}>
        <Columns3 aria-hidden="true" />
        <span class="max-sm:sr-only">Columns</span>
        <Show when={hidden() > 0}>
          <span class="text-xs text-muted">{hidden()} hidden</span>
        </Show>
      </KPopover.Trigger>
      <KPopover.Portal>
        <KPopover.Content class="z-40 flex max-h-[70vh] w-72 flex-col rounded-md border border-line bg-raised shadow-pop outline-none">
          <KPopover.Title class="sr-only">Columns</KPopover.Title>
          <ul class="min-h-0 flex-1 overflow-y-auto p-2">
            <For each={names()}>
              {(name, index) => (
                <li class="flex items-center gap-1 rounded-sm px-1 py-0.5 hover:bg-hover">
                  <span class="min-w-0 flex-1 truncate">
                    <Checkbox
                      label={name}
                      checked={rows.layout.isVisible(name)}
                      disabled={rows.layout.isVisible(name) && rows.layout.placed().length === 1}
                      onChange={(visible) => rows.layout.setVisible(name, visible)}
                    />
                  </span>
                  <IconButton
                    size="sm"
                    label={`Move ${name} to the left`}
                    icon={<ArrowUp />}
                    disabled={index() === 0}
                    onClick={() => rows.layout.move(name, names()[index() - 1] ?? name)}
                  />
                  <IconButton
                    size="sm"
                    label={`Move ${name} to the right`}
                    icon={<ArrowDown />}
                    disabled={index() === names().length - 1}
                    onClick={() => rows.layout.move(name, names()[index() + 1] ?? name)}
                  />
                </li>
              )}
            </For>
          </ul>
          <div class="border-t border-line p-2">
            <Button size="sm" variant="ghost" onClick={() => rows.layout.reset()}>
              Show all in the order of the table
            </Button>
          </div>
        </KPopover.Content>
      </KPopover.Portal>
    </KPopover.Root>
  );
}
