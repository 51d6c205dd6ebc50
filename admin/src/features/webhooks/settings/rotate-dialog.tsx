import type { WebhookWithSecret } from '@selfdb/sdk';
import { createEffect, createSignal, on, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { CopyField } from '../../../ui/display/code.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { useWebhook } from '../page/webhook-context.tsx';
import { presetOf } from '../presets/presets.ts';

const SOURCES = [
  { value: 'new', label: 'Make a new one' },
  { value: 'given', label: 'Enter the provider’s' },
] as const;

type Source = (typeof SOURCES)[number]['value'];

/** Replaces the secret, and shows the new one, once. */
export function RotateDialog(props: { open: boolean; onClose: () => void }) {
  const sdk = useSdk();
  const { webhook, accept } = useWebhook();
  const [source, setSource] = createSignal<Source>('new');
  const [secret, setSecret] = createSignal('');
  const [rotated, setRotated] = createSignal<WebhookWithSecret>();
  const isReady = () => source() === 'new' || secret().trim() !== '';
  const form = createSubmission(isReady, async () => {
    const given = source() === 'new' ? {} : { secretKey: secret().trim() };
    const { secret_key, ...changed } = await sdk.webhooks.rotateSecret(webhook().id, given);
    setRotated({ ...changed, secret_key });
    await accept(changed);
  });
  createEffect(
    on(
      () => props.open,
      () => {
        setSource(presetOf(webhook().provider).secret.madeBy === 'provider' ? 'given' : 'new');
        setSecret('');
        setRotated(undefined);
        form.reset();
      },
    ),
  );
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={rotated() ? 'The secret is rotated' : 'Rotate the secret'}
      footer={
        <Show
          when={!rotated()}
          fallback={
            <Button variant="primary" onClick={props.onClose}>
              Done
            </Button>
          }
        >
          <Button onClick={props.onClose}>Cancel</Button>
          <Button variant="primary" busy={form.busy()} disabled={!isReady()} onClick={form.submit}>
            Rotate secret
          </Button>
        </Show>
      }
    >
      <Show when={rotated()} fallback={<Choice />}>
        {(webhook) => <Rotated webhook={webhook()} isNew={source() === 'new'} />}
      </Show>
    </Dialog>
  );

  function Choice() {
    return (
      <form class="space-y-3 text-sm" onSubmit={form.submit}>
        <p>
          For a while, requests signed with the present secret are accepted too, so that none is lost while
          you enter the new one. The setting WEBHOOK_SECRET_GRACE_HOURS says how long: 24 hours unless you
          changed it.
        </p>
        <Segmented
          label="Where the secret is from"
          options={[...SOURCES]}
          value={source()}
          onChange={setSource}
        />
        <Show when={source() === 'given'}>
          <TextField
            label="Secret of the provider"
            value={secret()}
            onInput={setSecret}
            autocomplete="off"
            autofocus
            mono
          />
        </Show>
        <ErrorNotice title="The secret is the one before." error={form.error()} />
      </form>
    );
  }
}

function Rotated(props: { webhook: WebhookWithSecret; isNew: boolean }) {
  return (
    <div class="space-y-3 text-sm">
      <Show when={props.isNew}>
        <CopyField label="New secret" value={props.webhook.secret_key} />
        <p class="text-muted">
          Copy it before you close this: it can't be shown again. Enter it at the provider.
        </p>
      </Show>
      <Show when={props.webhook.old_secret_until}>
        {(until) => (
          <p>Until {formatTime(until())}, requests signed with the former secret are accepted too.</p>
        )}
      </Show>
    </div>
  );
}
