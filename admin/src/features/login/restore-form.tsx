import { createSignal, Show } from 'solid-js';
import { Button } from '../../ui/controls/button.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Progress } from '../../ui/display/progress.tsx';
import { formatBytes } from '../../ui/format/numbers.ts';
import { archiveFault, type Sent, uploadBackup } from './upload-backup.ts';

interface RestoreFormProps {
  onRestored: () => void;
  onBack: () => void;
}

/** Fills a new system from a backup. The API key shows that the person may: nobody has an account yet. */
export function RestoreForm(props: RestoreFormProps) {
  const [file, setFile] = createSignal<File>();
  const [apiKey, setApiKey] = createSignal('');
  const [sent, setSent] = createSignal<Sent>();
  const [error, setError] = createSignal<unknown>();
  async function restore(event: Event) {
    event.preventDefault();
    const archive = file();
    if (!archive || sent()) return;
    setError(undefined);
    setSent({ bytes: 0, total: archive.size });
    try {
      await uploadBackup(archive, apiKey().trim(), setSent);
      props.onRestored();
    } catch (cause) {
      setError(archiveFault(cause));
    } finally {
      setSent(undefined);
    }
  }
  return (
    <form class="space-y-4" onSubmit={restore}>
      <h1 class="text-md font-semibold">Restore a backup</h1>
      <p class="text-sm text-muted">
        This system is new: no one has signed in yet. Users, tables, rows and files become those of the
        backup. The backup is checked first, and if anything fails, nothing changes.
      </p>
      <label class="block">
        <span class="mb-1 block text-xs font-medium text-muted">Backup (.tar.gz or .tar.gz.age)</span>
        <input
          type="file"
          required
          disabled={sent() !== undefined}
          accept=".gz,.age,application/gzip"
          class="w-full text-sm file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-sm file:font-medium file:text-ink pointer-coarse:file:h-11"
          onChange={(event) => setFile(event.currentTarget.files?.[0])}
        />
      </label>
      <TextField
        label="API key"
        type="password"
        required
        mono
        autocomplete="off"
        disabled={sent() !== undefined}
        hint="./selfdb start prints it. It is API_KEY in the file .env of this server."
        value={apiKey()}
        onInput={setApiKey}
      />
      <Show when={sent()}>{(now) => <Sending sent={now()} />}</Show>
      <ErrorNotice title="Nothing was restored." error={error()} />
      <div class="flex justify-between gap-2">
        <Button disabled={sent() !== undefined} onClick={props.onBack}>
          Back
        </Button>
        <Button variant="primary" type="submit" disabled={!file() || !apiKey()} busy={sent() !== undefined}>
          Restore backup
        </Button>
      </div>
    </form>
  );
}

function Sending(props: { sent: Sent }) {
  const isSent = () => props.sent.bytes >= props.sent.total;
  return (
    <Show when={!isSent()} fallback={<Progress label="Checking and restoring. Keep this page open." />}>
      <Progress
        label="Uploading"
        value={props.sent.total === 0 ? undefined : props.sent.bytes / props.sent.total}
        detail={`${formatBytes(props.sent.bytes)} of ${formatBytes(props.sent.total)}`}
      />
    </Show>
  );
}
