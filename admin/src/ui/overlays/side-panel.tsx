import * as KDialog from '@kobalte/core/dialog';
import X from 'lucide-solid/icons/x';
import { type JSX, Show } from 'solid-js';
import { IconButton } from '../controls/icon-button.tsx';
import { keepFocus } from './keep-focus.ts';

interface SidePanelProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: string;
  children: JSX.Element;
  footer?: JSX.Element;
  wide?: boolean;
}

/** A panel at the right edge that leaves the page behind it in sight: for details and forms. On a phone it fills the screen. */
export function SidePanel(props: SidePanelProps) {
  const focus = keepFocus();
  return (
    <KDialog.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <KDialog.Portal>
        <KDialog.Overlay class="fixed inset-0 z-40 bg-black/25" />
        <KDialog.Content
          {...focus}
          class={`fixed inset-y-0 right-0 z-40 flex w-full flex-col border-line sm:border-l bg-raised shadow-pop outline-none [animation:slide-in_140ms_ease-out] ${props.wide ? 'sm:w-[44rem]' : 'sm:w-[28rem]'}`}
        >
          <header class="flex items-start gap-3 border-b border-line px-5 py-3">
            <div class="min-w-0 flex-1">
              <KDialog.Title class="truncate text-md font-semibold">{props.title}</KDialog.Title>
              <Show when={props.description}>
                <KDialog.Description class="text-xs wrap-anywhere text-muted">
                  {props.description}
                </KDialog.Description>
              </Show>
            </div>
            <IconButton label="Close" size="sm" icon={<X />} onClick={() => props.onClose()} />
          </header>
          <div class="min-h-0 flex-1 overflow-y-auto px-5 py-4">{props.children}</div>
          <Show when={props.footer}>
            <footer class="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              {props.footer}
            </footer>
          </Show>
        </KDialog.Content>
      </KDialog.Portal>
    </KDialog.Root>
  );
}
