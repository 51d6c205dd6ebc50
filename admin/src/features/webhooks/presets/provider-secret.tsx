import type { WebhookWithSecret } from '@selfdb/sdk';
import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';

interface ProviderSecretProps {
  webhookId: string;
  label: string;
  onSaved: (webhook: WebhookWithSecret) => void;
}

/** Takes the secret that a provider has made. */
export function ProviderSecret(props: ProviderSecretProps) {
  const sdk = useSdk();
  const [secret, setSecret] = createSignal('');
  const form = createSubmission(
    () => secret().trim() !== '',
    async () => {
      const saved = await sdk.webhooks.rotateSecret(props.webhookId, { secretKey: secret().trim() });
      showToast({ kind: 'success', title: 'The secret is saved.' });
      props.onSaved(saved);
    },
  );
  return (
    <form class="space-y-2" onSubmit={form.submit}>
      <div class="flex items-end gap-2">
        <TextField
          class="min-w-0 flex-1"
          label={props.label}
          value={secret()}
          onInput={setSecret}
          placeholder="whsec_…"
          autocomplete="off"
          mono
        />
        <Button type="submit" busy={form.busy()} disabled={secret().trim() === ''}>
          Save secret
        </Button>
      </div>
      <ErrorNotice title="The secret was not saved." error={form.error()} />
    </form>
  );
}
