import type { StoredFile } from '@selfdb/sdk';
import { createQuery } from '@tanstack/solid-query';
import { createEffect, createSignal, type JSX, onCleanup, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { formatBytes } from '../../../ui/format/numbers.ts';
import { answerOf } from '../../tables/queries.ts';

/** The viewer gets the whole file. */
const LARGE_BYTES = 20e6;

interface PdfPreviewProps {
  file: StoredFile;
  isFull: boolean;
  /** Takes the place of a document that this browser does not show in a page. */
  fallback: JSX.Element;
}

/** A document in the browser's own viewer. */
export function PdfPreview(props: PdfPreviewProps) {
  const [isWanted, setWanted] = createSignal(false);
  return (
    <Show when={navigator.pdfViewerEnabled} fallback={props.fallback}>
      <Show
        when={props.file.size <= LARGE_BYTES || isWanted()}
        fallback={
          <div class="flex h-48 items-center justify-center">
            <Button onClick={() => setWanted(true)}>
              Show the document ({formatBytes(props.file.size)})
            </Button>
          </div>
        }
      >
        <Viewer {...props} />
      </Show>
    </Show>
  );
}

function Viewer(props: PdfPreviewProps) {
  const sdk = useSdk();
  const document = createQuery(() => ({
    queryKey: ['pdf-preview', props.file.id, props.file.etag],
    async queryFn({ signal }) {
      const { bucket_name: bucketName, path } = props.file;
      const bytes = await sdk.storage.files.download({ bucketName, path, signal });
      // Of this type alone, no browser runs anything in the page's name, whatever the bytes are.
      return new Blob([bytes], { type: 'application/pdf' });
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  }));
  const [url, setUrl] = createSignal<string>();
  createEffect(() => {
    const blob = answerOf(document);
    const made = blob && URL.createObjectURL(blob);
    setUrl(made);
    onCleanup(() => made && URL.revokeObjectURL(made));
  });
  return (
    <>
      <ErrorNotice error={document.error} onRetry={() => void document.refetch()} />
      <Show when={url()} fallback={!document.error && <Skeleton class="h-96 w-full" />}>
        {(src) => (
          <iframe
            src={src()}
            title={props.file.name}
            class={`w-full rounded-md border border-line ${props.isFull ? 'h-full' : 'h-96'}`}
          />
        )}
      </Show>
    </>
  );
}
