import Upload from 'lucide-solid/icons/upload';
import { createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { useSignedIn } from '../../../../app/session/session.tsx';
import { showToast } from '../../../../ui/overlays/toast.tsx';
import type { StorageBucket } from '../../queries.ts';
import { addFiles } from './add-files.ts';
import { readDropped, takeDropped } from './read-drop.ts';

interface DropTargetProps {
  bucket: StorageBucket;
  folder: string;
  children: JSX.Element;
  class?: string;
}

/** Takes files and folders that are dropped on its content or pasted into the page. */
export function DropTarget(props: DropTargetProps) {
  const { sdk, user } = useSignedIn();
  const [isOver, setOver] = createSignal(false);
  const destination = () => ({ sdk, userId: user.id, bucket: props.bucket, folder: props.folder });

  async function take(data: DataTransfer) {
    const to = destination();
    const { files, unreadable } = await readDropped(takeDropped(data));
    if (unreadable > 0) showToast({ kind: 'danger', title: 'Some files or folders could not be read.' });
    if (files.length > 0 || unreadable === 0) addFiles(to, files);
  }
  function drop(event: DragEvent) {
    setOver(false);
    if (!event.dataTransfer || !hasFiles(event)) return;
    event.preventDefault();
    void take(event.dataTransfer);
  }
  function paste(event: ClipboardEvent) {
    const data = event.clipboardData;
    const isElsewhere =
      event.target instanceof Element && event.target.closest('input, textarea, [role="dialog"]');
    if (!data?.types.includes('Files') || isElsewhere) return;
    event.preventDefault();
    void take(data);
  }
  // A file that misses the target would replace the dashboard in the browser.
  const keepPage = (event: DragEvent) => {
    if (hasFiles(event)) event.preventDefault();
  };
  onMount(() => {
    document.addEventListener('paste', paste);
    document.addEventListener('dragover', keepPage);
    document.addEventListener('drop', keepPage);
  });
  onCleanup(() => {
    document.removeEventListener('paste', paste);
    document.removeEventListener('dragover', keepPage);
    document.removeEventListener('drop', keepPage);
  });

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button "Upload" does the same by keyboard
    <div
      class={`relative ${props.class ?? ''}`}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      }}
      onDragLeave={(event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOver(false);
      }}
      onDrop={drop}
    >
      {props.children}
      <Show when={isOver()}>
        <div class="pointer-events-none absolute inset-2 z-20 flex items-center justify-center rounded-lg border-2 border-dashed border-accent bg-accent-soft/90">
          <p class="flex max-w-full items-center gap-2 px-4 text-md font-semibold text-ink">
            <Upload class="size-5 shrink-0" />
            <span class="truncate">Drop to upload to {`${props.bucket.name}/${props.folder}`}</span>
          </p>
        </div>
      </Show>
    </div>
  );
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
