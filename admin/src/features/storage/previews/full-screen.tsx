import * as KDialog from '@kobalte/core/dialog';
import type { StoredFile } from '@selfdb/sdk';
import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import X from 'lucide-solid/icons/x';
import { createEffect, onCleanup } from 'solid-js';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { formatBytes } from '../../../ui/format/numbers.ts';
import { keepFocus } from '../../../ui/overlays/keep-focus.ts';
import { PreviewContent } from './preview-content.tsx';

interface FullScreenProps {
  open: boolean;
  onClose: () => void;
  file: StoredFile;
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
}

/** A file on the whole screen. The arrow keys go to the files beside it. */
export function FullScreen(props: FullScreenProps) {
  const focus = keepFocus();
  function press(event: KeyboardEvent) {
    const isPlaying = event.target instanceof HTMLMediaElement;
    if (isPlaying || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const go = { ArrowLeft: props.onPrevious, ArrowRight: props.onNext }[event.key];
    if (!go) return;
    event.preventDefault();
    go();
  }
  // On the document: the focus may be on nothing, after a button that has gone.
  createEffect(() => {
    if (!props.open) return;
    document.addEventListener('keydown', press);
    onCleanup(() => document.removeEventListener('keydown', press));
  });
  return (
    <KDialog.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <KDialog.Portal>
        <KDialog.Content {...focus} class="fixed inset-0 z-40 flex flex-col bg-canvas outline-none">
          <header class="flex items-center gap-2 border-b border-line bg-surface px-3 py-1.5">
            <div class="min-w-0 flex-1">
              <KDialog.Title class="truncate text-sm font-semibold">{props.file.name}</KDialog.Title>
              <p class="truncate text-xs text-muted">
                {props.file.mime_type}, {formatBytes(props.file.size)}
              </p>
            </div>
            <IconButton
              label="Previous file"
              icon={<ChevronLeft />}
              disabled={!props.onPrevious}
              onClick={() => props.onPrevious?.()}
            />
            <IconButton
              label="Next file"
              icon={<ChevronRight />}
              disabled={!props.onNext}
              onClick={() => props.onNext?.()}
            />
            <IconButton label="Close" icon={<X />} onClick={() => props.onClose()} />
          </header>
          <div class="min-h-0 flex-1 overflow-auto p-3">
            <PreviewContent file={props.file} isFull />
          </div>
        </KDialog.Content>
      </KDialog.Portal>
    </KDialog.Root>
  );
}
