import * as KContextMenu from '@kobalte/core/context-menu';
import type { JSX } from 'solid-js';
import { type MenuItem, MenuLines, menuSurface } from './menu.tsx';

interface ContextMenuProps {
  /** What the menu offers for the thing that `onOpening` has noted. */
  items: MenuItem[];
  /** Runs before the menu opens, to note what was pressed. */
  onOpening: (event: MouseEvent) => void;
  /** Where the focus goes when the menu closes. */
  focusAfter: () => HTMLElement | undefined;
  class?: string;
  children: JSX.Element;
}

/** A menu of actions at the pointer, by the right button or a long press. Offer the same actions in a visible place, too. */
export function ContextMenu(props: ContextMenuProps) {
  return (
    <KContextMenu.Root modal={false}>
      <KContextMenu.Trigger class={props.class} onContextMenu={(event: MouseEvent) => props.onOpening(event)}>
        {props.children}
      </KContextMenu.Trigger>
      <KContextMenu.Portal>
        <KContextMenu.Content
          class={menuSurface}
          onCloseAutoFocus={(event: Event) => {
            event.preventDefault();
            props.focusAfter()?.focus();
          }}
        >
          <MenuLines items={props.items} />
        </KContextMenu.Content>
      </KContextMenu.Portal>
    </KContextMenu.Root>
  );
}
