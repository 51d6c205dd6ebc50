import type { StoredFile } from '@selfdb/sdk';
import Download from 'lucide-solid/icons/download';
import File from 'lucide-solid/icons/file';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { formatBytes } from '../../../ui/format/numbers.ts';
import { MediaPreview } from './media-preview.tsx';
import { PdfPreview } from './pdf-preview.tsx';
import { previewKind } from './preview-kind.ts';
import { TextPreview } from './text-preview.tsx';

interface PreviewContentProps {
  file: StoredFile;
  /** Whether it has the whole screen, or a part of a panel. */
  isFull: boolean;
}

/** A file by its kind. */
export function PreviewContent(props: PreviewContentProps) {
  const kind = () => previewKind(props.file);
  const media = () => {
    const found = kind();
    return found === 'image' || found === 'video' || found === 'audio' ? found : undefined;
  };
  return (
    // Keyed: what one file has shown or failed at is not the next one's.
    <Show when={`${props.file.id} ${props.file.etag}`} keyed>
      {(_version) => (
        <Switch fallback={<NoPreview file={props.file} />}>
          <Match when={media()}>
            {(kind) => (
              <MediaPreview
                file={props.file}
                kind={kind()}
                isFull={props.isFull}
                fallback={<NoPreview file={props.file} />}
              />
            )}
          </Match>
          <Match when={kind() === 'pdf'}>
            <PdfPreview file={props.file} isFull={props.isFull} fallback={<NoPreview file={props.file} />} />
          </Match>
          <Match when={kind() === 'text' || kind() === 'json'}>
            <TextPreview
              file={props.file}
              isFull={props.isFull}
              isJson={kind() === 'json'}
              fallback={<NoPreview file={props.file} />}
            />
          </Match>
        </Switch>
      )}
    </Show>
  );
}

function NoPreview(props: { file: StoredFile }) {
  const sdk = useSdk();
  const [error, setError] = createSignal<unknown>();
  async function download() {
    setError(undefined);
    try {
      const { url } = await sdk.storage.files.sign(props.file.id, {
        expiresIn: 60,
        download: props.file.name,
      });
      // A link, since leaving the page would stop the uploads.
      const link = document.createElement('a');
      link.href = `/api/storage/files/signed${new URL(url).search}`;
      link.download = props.file.name;
      link.click();
    } catch (cause) {
      setError(cause);
    }
  }
  return (
    <div class="flex flex-col items-center gap-3 rounded-md border border-line bg-canvas px-4 py-8 text-center text-sm">
      <File class="size-8 text-muted" />
      <p class="text-muted">
        The browser can’t show this file here. {props.file.mime_type}, {formatBytes(props.file.size)}.
      </p>
      <Button icon={<Download class="size-4" />} onClick={() => void download()}>
        Download
      </Button>
      <ErrorNotice error={error()} />
    </div>
  );
}
