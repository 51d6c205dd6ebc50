import RotateCw from 'lucide-solid/icons/rotate-cw';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { useSignedIn } from '../../../../app/session/session.tsx';
import { Button } from '../../../../ui/controls/button.tsx';
import { counted, formatBytes } from '../../../../ui/format/numbers.ts';
import { showToast } from '../../../../ui/overlays/toast.tsx';
import { lastPart } from '../../paths.ts';
import type { StorageBucket } from '../../queries.ts';
import { dropUnfinished, type RememberedUpload, unfinishedUploads } from '../queue/remembered-uploads.ts';
import { uploads, uploadsVersion } from '../queue/uploads.ts';
import { addFiles } from './add-files.ts';

const SHOWN = 3;

/** After a reload: which uploads to this bucket stopped, and how they go on. A page can't open the files again by itself. */
export function Unfinished(props: { bucket: StorageBucket }) {
  const { sdk, user } = useSignedIn();
  const [dropped, setDropped] = createSignal(0);
  const stopped = createMemo(() => {
    uploadsVersion();
    dropped();
    const queued = new Set(uploads.items.map(({ resumeUrl }) => resumeUrl));
    return unfinishedUploads(user.id, props.bucket.id).filter(({ url }) => !queued.has(url));
  });
  let input: HTMLInputElement | undefined;
  function goOn(files: File[]) {
    const matches = files.flatMap((file) => {
      const upload = stopped().find((each) => isOf(each, file));
      return upload ? [{ file, path: upload.path }] : [];
    });
    if (matches.length < files.length) {
      showToast({
        kind: 'danger',
        title: `${counted(files.length - matches.length, 'file')} not uploaded.`,
        detail: 'Only the same, unchanged file goes on. Upload another one by the button “Upload”.',
      });
    }
    if (matches.length > 0) addFiles({ sdk, userId: user.id, bucket: props.bucket, folder: '' }, matches);
  }
  function discard() {
    // What can't be deleted now expires.
    for (const { url } of stopped()) void sdk.storage.files.cancelUpload(url).catch(() => {});
    dropUnfinished(stopped());
    setDropped(dropped() + 1);
  }
  return (
    <Show when={stopped().length > 0}>
      <section
        aria-label="Unfinished uploads"
        class="mx-4 my-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-line bg-warning-soft px-3 py-2 text-sm sm:mx-6"
      >
        <div class="min-w-0 flex-1 basis-64">
          <p>
            {stopped().length === 1 ? 'An upload' : counted(stopped().length, 'upload')} stopped when the page
            was left. Choose the same {stopped().length === 1 ? 'file' : 'files'} again to go on.
          </p>
          <ul class="text-xs text-muted">
            <For each={stopped().slice(0, SHOWN)}>
              {({ path, size }) => (
                <li class="truncate" title={path}>
                  <bdi>{path}</bdi> · {formatBytes(size)}
                </li>
              )}
            </For>
            <Show when={stopped().length > SHOWN}>
              <li>and {counted(stopped().length - SHOWN, 'more file')}</li>
            </Show>
          </ul>
        </div>
        <div class="flex gap-1.5">
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label="Files to go on with"
            onChange={({ currentTarget }) => {
              goOn([...(currentTarget.files ?? [])]);
              currentTarget.value = '';
            }}
          />
          <Button size="sm" icon={<RotateCw class="size-4" />} onClick={() => input?.click()}>
            Choose again…
          </Button>
          <Button size="sm" variant="ghost" onClick={discard}>
            Discard
          </Button>
        </div>
      </section>
    </Show>
  );
}

function isOf({ path, size, lastModified }: RememberedUpload, file: File): boolean {
  return (
    lastPart(path) === file.name.normalize('NFC') && size === file.size && lastModified === file.lastModified
  );
}
