import { useUpload } from '@selfdb/sdk/solid';
import { createSignal, Show } from 'solid-js';
import { type SharedFile, selfdb } from './selfdb.ts';

interface ComposerProps {
  roomId: string;
  onSend: (text: string, file: SharedFile | null) => void;
  onType: () => void;
}

/** A place to write, with a file if there is one. */
export function Composer(props: ComposerProps) {
  const upload = useUpload();
  const [file, setFile] = createSignal<SharedFile>();
  const [name, setName] = createSignal('');
  const isUploading = () => name() !== '' && !file();
  let input: HTMLTextAreaElement | undefined;
  let picker: HTMLInputElement | undefined;

  async function attach(picked: File | undefined) {
    if (!picked) return;
    setName(picked.name);
    setFile(undefined);
    const buckets = await selfdb.storage.buckets.list({ search: 'chat-files' });
    const bucket = buckets.find((one) => one.name === 'chat-files');
    if (bucket) await upload.start(bucket.id, { filename: picked.name, path: props.roomId, data: picked });
    finish(picked);
  }

  function finish({ name, type }: { name: string; type: string }) {
    const id = upload.result?.file_id;
    if (id !== undefined) setFile({ id, name, type });
  }

  function discard() {
    setName('');
    setFile(undefined);
    if (picker) picker.value = '';
    void upload.abort();
  }

  function send(event: Event) {
    event.preventDefault();
    const text = input?.value.trim() ?? '';
    if (isUploading() || (text === '' && !file())) return;
    props.onSend(text, file() ?? null);
    if (input) input.value = '';
    discard();
    input?.focus();
  }

  async function resume() {
    await upload.resume();
    const picked = picker?.files?.[0];
    if (picked) finish(picked);
  }

  return (
    <form class="composer" onSubmit={send}>
      <Show when={name()}>
        <div class="upload">
          <span class="name">{name()}</span>
          <Show when={!file()} fallback={<span class="ready">ready to send</span>}>
            <progress aria-label={`Upload of ${name()}`} value={upload.progress} />
          </Show>
          <Show when={upload.status === 'uploading'}>
            <button type="button" class="quiet" onClick={upload.pause}>
              Pause
            </button>
          </Show>
          <Show when={upload.status === 'paused' || upload.status === 'failed'}>
            <button type="button" class="quiet" onClick={resume}>
              Go on
            </button>
          </Show>
          <button type="button" class="quiet" onClick={discard}>
            Remove
          </button>
          <Show when={upload.error}>{(error) => <p role="alert">{error().message}</p>}</Show>
        </div>
      </Show>
      <label class="attach">
        <span aria-hidden="true">+</span>
        <input
          type="file"
          aria-label="Attach a file"
          ref={picker}
          onChange={(event) => attach(event.currentTarget.files?.[0])}
        />
      </label>
      <textarea
        ref={input}
        rows="1"
        aria-label="Message"
        placeholder="Message"
        maxlength="4000"
        onInput={() => props.onType()}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
        }}
      />
      <button type="submit" class="primary" disabled={isUploading()}>
        Send
      </button>
    </form>
  );
}
