import type { StoredFile } from '@selfdb/sdk';
import Maximize from 'lucide-solid/icons/maximize-2';
import { createSignal, Show } from 'solid-js';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { FullScreen } from './full-screen.tsx';
import { PreviewContent } from './preview-content.tsx';
import { previewKind } from './preview-kind.ts';

interface FilePreviewProps {
  file: StoredFile;
  /** Goes to the file before this one in its folder, if there is one. */
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
}

/** What is in a file, as far as a browser can show it, here or on the full screen. */
export function FilePreview(props: FilePreviewProps) {
  const [isFull, setFull] = createSignal(false);
  const canGrow = () => !['none', 'audio'].includes(previewKind(props.file));
  return (
    <section aria-label={`Preview of ${props.file.name}`} class="relative">
      <Show when={!isFull()}>
        <PreviewContent file={props.file} isFull={false} />
      </Show>
      <Show when={canGrow()}>
        <div class="mt-2 flex justify-end">
          <IconButton label="Full screen" icon={<Maximize />} onClick={() => setFull(true)} />
        </div>
      </Show>
      <FullScreen
        open={isFull()}
        onClose={() => setFull(false)}
        file={props.file}
        onPrevious={props.onPrevious}
        onNext={props.onNext}
      />
    </section>
  );
}
