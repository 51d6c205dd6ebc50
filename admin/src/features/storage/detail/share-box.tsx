import { createSignal, Show } from 'solid-js';
import { useSdk, useSignedIn } from '../../../app/session/session.tsx';
import { copyToClipboard } from '../../../ui/browser/clipboard.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Checkbox } from '../../../ui/controls/checkbox.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { CopyField } from '../../../ui/display/code.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import type { StorageFile } from '../queries.ts';
import { type ExpiryUnit, expirySeconds, expiryUnits } from './expiry.ts';
import { fileUrl } from './file-snippets.ts';

const TERMS = [
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days, the longest' },
  { value: 'own', label: 'Another time' },
] as const;
type Term = (typeof TERMS)[number]['value'];

/** Gives the file to others: by a link that ends by itself, and from a public bucket by its permanent address. */
export function ShareBox(props: { file: StorageFile; isPublic: boolean }) {
  const sdk = useSdk();
  const signedIn = useSignedIn();
  const [term, setTerm] = createSignal<Term>('3600');
  const [own, setOwn] = createSignal('2');
  const [unit, setUnit] = createSignal<ExpiryUnit>('hours');
  const [asDownload, setAsDownload] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const [copied, setCopied] = createSignal(false);
  const [link, setLink] = createSignal<{ url: string; expires_at: string }>();
  const expiry = () => (term() === 'own' ? expirySeconds(own(), unit()) : { seconds: Number(term()) });
  const problem = () => {
    const found = expiry();
    return 'problem' in found ? found.problem : undefined;
  };
  async function sign(event: Event) {
    event.preventDefault();
    const chosen = expiry();
    if ('problem' in chosen || busy()) return;
    setBusy(true);
    setError(undefined);
    try {
      const save = asDownload() ? { download: props.file.name } : {};
      const signed = await sdk.storage.files.sign(props.file.id, { expiresIn: chosen.seconds, ...save });
      setLink(signed);
      setCopied(await copyToClipboard(signed.url, 'Copy the link from the field below.'));
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="space-y-3" onSubmit={sign}>
      <Show when={props.isPublic}>
        <CopyField label="Public link" value={fileUrl(signedIn.apiUrl, props.file)} />
      </Show>
      <div class="flex flex-wrap items-end gap-2">
        <Select
          class="min-w-40 flex-1"
          label="Temporary link, valid for"
          options={[...TERMS]}
          value={term()}
          onChange={setTerm}
        />
        <Button type="submit" busy={busy()} disabled={problem() !== undefined} onClick={sign}>
          Create link
        </Button>
      </div>
      <Show when={term() === 'own'}>
        <div class="flex items-start gap-2">
          <TextField class="w-28" label="Time" value={own()} onInput={setOwn} error={problem()} />
          <Select
            class="w-32"
            label="Unit"
            options={expiryUnits.map((value) => ({ value, label: value }))}
            value={unit()}
            onChange={setUnit}
          />
        </div>
      </Show>
      <Checkbox label="Save the file instead of showing it" checked={asDownload()} onChange={setAsDownload} />
      <Show when={link()}>
        {(made) => (
          <div class="space-y-1">
            <CopyField label="Link" value={made().url} />
            <p role="status" class="text-xs text-muted">
              It works until {formatTime(made().expires_at)}
              {copied() ? ' and is copied' : ''}, without a key or a login. Only deleting the file ends it
              earlier.
            </p>
          </div>
        )}
      </Show>
      <ErrorNotice error={error()} />
    </form>
  );
}
