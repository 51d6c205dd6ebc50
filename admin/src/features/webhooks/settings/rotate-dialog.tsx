import type { WebhookWithSecret } from '@selfdb/sdk';
import { createEffect, createSignal, on, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import type { SelectOption } from '../../../ui/controls/select.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { CopyField } from '../../../ui/display/code.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { useWebhook } from '../page/webhook-context.tsx';
import { presetOf } from '../presets/presets.ts';

type Source = 'new' | 'given';

const SETTING = 'The setting WEBHOOK_SECRET_GRACE_HOURS says how long: 24 hours unless you changed it.';

/** What the dialog says for webhooks of a direction. */
const WORDS = {
  inbound: {
    grace: `For a while, requests signed with the present secret are accepted too, so that none is lost while you enter the new one. ${SETTING}`,
    given: 'Enter the provider’s',
    field: 'Secret of the provider',
    where: 'Enter it at the provider.',
    until: 'requests signed with the former secret are accepted too.',
  },
  outbound: {
    grace: `For a while, requests are signed with both secrets, so that the receiver takes all while you enter the new one there. ${SETTING}`,
    given: 'Enter one',
    field: 'Secret: whsec_ and base64 of 24 to 64 bytes',
    where: 'Enter it at the receiver.',
    until: 'requests are signed with the former secret, too.',
  },
};

/** Replaces the secret, and shows the new one, once. */
export function RotateDialog(props: { open: boolean; onClose: () => void }) {
  const sdk = useSdk();
  const { webhook, accept } = useWebhook();
  const words = () => WORDS[webhook().direction];
  const sources = (): SelectOption<Source>[] => [
    { value: 'new', label: 'Make a new one' },
    { value: 'given', label: words().given },
  ];
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
        <p>{words().grace}</p>
        <Segmented
          label="Where the secret is from"
          options={sources()}
          value={source()}
          onChange={setSource}
        />
        <Show when={source() === 'given'}>
          <TextField
            label={words().field}
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
  const words = () => WORDS[props.webhook.direction];
  return (
    <div class="space-y-3 text-sm">
      <Show when={props.isNew}>
        <CopyField label="New secret" value={props.webhook.secret_key} />
        <p class="text-muted">Copy it before you close this: it can't be shown again. {words().where}</p>
      </Show>
      <Show when={props.webhook.old_secret_until}>
        {(until) => (
          <p>
            Until {formatTime(until())}, {words().until}
          </p>
        )}
      </Show>
    </div>
  );
}
