import * as KDialog from '@kobalte/core/dialog';
import X from 'lucide-solid/icons/x';
import { type JSX, Show } from 'solid-js';
import { IconButton } from '../controls/icon-button.tsx';
import { focusMarked } from './focus-marked.ts';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: string;
  children?: JSX.Element;
  /** The buttons, the primary one last. */
  footer?: JSX.Element;
  size?: 'sm' | 'md' | 'lg';
}

const WIDTHS = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-4xl' };

/** A modal dialog. Esc and a click outside close it; focus returns to what opened it. */
export function Dialog(props: DialogProps) {
  return (
    <KDialog.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <KDialog.Portal>
        <KDialog.Overlay class="fixed inset-0 z-40 bg-black/45" />
        <div class="fixed inset-0 z-40 flex items-start justify-center overflow-y-auto p-3 pt-[10vh]">
          <KDialog.Content
            onOpenAutoFocus={focusMarked}
            class={`flex max-h-[84vh] w-full flex-col rounded-lg border border-line bg-raised shadow-pop outline-none [animation:appear_120ms_ease-out] ${WIDTHS[props.size ?? 'sm']}`}
          >
            <header class="flex items-start gap-3 px-5 pt-4 pb-3">
              <div class="min-w-0 flex-1">
                <KDialog.Title class="text-md font-semibold">{props.title}</KDialog.Title>
                <Show when={props.description}>
                  <KDialog.Description class="mt-1 text-sm text-muted">
                    {props.description}
                  </KDialog.Description>
                </Show>
              </div>
              <IconButton label="Close" size="sm" icon={<X />} onClick={() => props.onClose()} />
            </header>
            <div class="min-h-0 flex-1 overflow-y-auto px-5 pb-4">{props.children}</div>
            <Show when={props.footer}>
              <footer class="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
                {props.footer}
              </footer>
            </Show>
          </KDialog.Content>
        </div>
      </KDialog.Portal>
    </KDialog.Root>
  );
}
