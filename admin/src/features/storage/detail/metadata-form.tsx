import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { type StorageFile, useRefreshStorage } from '../queries.ts';
import { readMetadata } from './read-metadata.ts';

/** The metadata of a file, a JSON object of the person's own. */
export function MetadataForm(props: { file: StorageFile }) {
  const sdk = useSdk();
  const refresh = useRefreshStorage();
  const saved = () => JSON.stringify(props.file.metadata, null, 2);
  const [text, setText] = createSignal(saved());
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const read = () => readMetadata(text());
  const problem = () => {
    const found = read();
    return 'problem' in found ? found.problem : undefined;
  };
  const isChanged = () => text() !== saved();
  async function save(event: Event) {
    event.preventDefault();
    const found = read();
    if ('problem' in found || busy()) return;
    setBusy(true);
    setError(undefined);
    try {
      await sdk.storage.files.updateMetadata(props.file.id, found.metadata);
      showToast({ kind: 'success', title: 'The metadata was saved.' });
      await refresh();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="space-y-2" onSubmit={save}>
      <TextField
        label="A JSON object of your own"
        value={text()}
        onInput={setText}
        error={problem()}
        lines={Math.min(12, Math.max(3, text().split('\n').length))}
        mono
      />
      <ErrorNotice error={error()} />
      <div class="flex gap-2">
        <Button
          type="submit"
          size="sm"
          busy={busy()}
          disabled={!isChanged() || problem() !== undefined}
          onClick={save}
        >
          Save metadata
        </Button>
        <Button size="sm" variant="ghost" disabled={!isChanged()} onClick={() => setText(saved())}>
          Discard
        </Button>
      </div>
    </form>
  );
}
