import * as KMenu from '@kobalte/core/dropdown-menu';
import { For, type JSX, Show } from 'solid-js';
import { overlayOf } from './overlay-of.ts';

/** One line of a menu. */
export interface MenuItem {
  label: string;
  icon?: JSX.Element;
  /** Keys that do the same, such as "Ctrl+D". */
  keys?: string;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** Draws a line above. */
  separated?: boolean;
}

interface MenuProps {
  /** The accessible name of the button. */
  label: string;
  trigger: JSX.Element;
  triggerClass?: string;
  items: MenuItem[];
}

/** A button that opens a menu of actions. */
export function Menu(props: MenuProps) {
  let trigger: HTMLElement | undefined;
  return (
    <KMenu.Root gutter={4} modal={false}>
      <KMenu.Trigger
        ref={(element) => {
          trigger = element;
        }}
        aria-label={props.label}
        class={
          props.triggerClass ??
          'inline-flex size-7 pointer-coarse:size-10 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink [&>svg]:size-4'
        }
      >
        {props.trigger}
      </KMenu.Trigger>
      <KMenu.Portal mount={overlayOf(trigger)}>
        <KMenu.Content class={menuSurface}>
          <MenuLines items={props.items} />
        </KMenu.Content>
      </KMenu.Portal>
    </KMenu.Root>
  );
}

/** The surface of a menu. */
export const menuSurface =
  'z-50 min-w-44 rounded-md border border-line bg-raised p-1 shadow-pop outline-none';

/** The lines of a menu, whatever opens it. */
export function MenuLines(props: { items: MenuItem[] }) {
  return (
    <For each={props.items}>
      {(item) => (
        <>
          <Show when={item.separated}>
            <KMenu.Separator class="my-1 border-line" />
          </Show>
          <KMenu.Item
            disabled={item.disabled ?? false}
            onSelect={item.onSelect}
            class={`flex h-7 pointer-coarse:h-11 cursor-default items-center gap-2 rounded-sm px-2 text-sm outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover [&>svg]:size-4 ${item.danger ? 'text-danger' : ''}`}
          >
            {item.icon}
            <span class="flex-1">{item.label}</span>
            <Show when={item.keys}>
              <span class="text-xs text-muted">{item.keys}</span>
            </Show>
          </KMenu.Item>
        </>
      )}
    </For>
  );
}
