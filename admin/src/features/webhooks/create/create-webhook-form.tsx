import type { WebhookWithSecret } from '@selfdb/sdk';
import { createSignal, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ChoiceField } from '../../../ui/controls/choice-field.tsx';
import { Switch } from '../../../ui/controls/switch.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { PRESETS, presetOf } from '../presets/presets.ts';
import { useRefreshWebhooks } from '../queries.ts';
import { FunctionField } from './function-field.tsx';
import { NEW_WEBHOOK, problemsOfWebhook, toCreateWebhook, type WebhookDraft } from './webhook-draft.ts';

interface CreateWebhookFormProps {
  onCancel: () => void;
  /** Also says whether the provider's secret is still missing. */
  onCreated: (webhook: WebhookWithSecret, needsSecret: boolean) => void;
}

/** Asks for a new webhook and creates it. */
export function CreateWebhookForm(props: CreateWebhookFormProps) {
  const sdk = useSdk();
  const refresh = useRefreshWebhooks();
  const [draft, setDraft] = createStore<WebhookDraft>({ ...NEW_WEBHOOK });
  const [submitted, setSubmitted] = createSignal(false);
  const preset = () => presetOf(draft.preset);
  const problems = () => (submitted() ? problemsOfWebhook(draft) : {});
  const form = createSubmission(
    () => {
      setSubmitted(true);
      return Object.keys(problems()).length === 0;
    },
    async () => {
      const webhook = await sdk.webhooks.create(toCreateWebhook(draft));
      props.onCreated(webhook, preset().secret.madeBy === 'provider' && draft.secret.trim() === '');
      await refresh();
    },
  );
  const options = PRESETS.map(({ id, label, hint }) => ({ value: id, label, hint }));
  return (
    <form class="space-y-4" noValidate onSubmit={form.submit}>
      <ChoiceField
        label="Who calls it"
        options={options}
        value={draft.preset}
        onChange={(id) => setDraft('preset', id)}
      />
      <Show when={draft.preset === 'generic'}>
        <TextField
          label="Name of the service (optional)"
          value={draft.provider}
          onInput={(text) => setDraft('provider', text)}
          autocomplete="off"
        />
      </Show>
      <TextField
        label="Name"
        value={draft.name}
        onInput={(text) => setDraft('name', text)}
        error={problems().name}
        autocomplete="off"
        required
      />
      <FunctionField
        value={draft.functionId}
        error={problems().functionId}
        onChange={(id) => setDraft('functionId', id)}
      />
      <TextField
        label="Only these events (optional)"
        value={draft.events}
        onInput={(text) => setDraft('events', text)}
        hint={`Such as ${preset().events}. Others are stored and not run.`}
        autocomplete="off"
        mono
      />
      <SecretField draft={draft} error={problems().secret} onInput={(secret) => setDraft('secret', secret)} />
      <Show when={draft.preset === 'generic'}>
        <Switch
          label="Refuse requests that are not signed"
          hint="Wrongly signed ones are always refused."
          checked={draft.requireSignature}
          onChange={(on) => setDraft('requireSignature', on)}
        />
      </Show>
      <ErrorNotice title="The webhook was not created." error={form.error()} />
      <div class="flex justify-end gap-2">
        <Button onClick={props.onCancel}>Cancel</Button>
        <Button variant="primary" type="submit" busy={form.busy()}>
          Create webhook
        </Button>
      </div>
    </form>
  );
}

/** The secret, where the provider makes it. For the others, SelfDB makes one. */
function SecretField(props: {
  draft: WebhookDraft;
  error: string | undefined;
  onInput: (secret: string) => void;
}) {
  const wanted = () => {
    const { secret } = presetOf(props.draft.preset);
    return secret.madeBy === 'provider' ? secret : undefined;
  };
  return (
    <Show when={wanted()}>
      {(secret) => (
        <TextField
          label={secret().label}
          value={props.draft.secret}
          onInput={props.onInput}
          error={props.error}
          hint={secret().hint}
          autocomplete="off"
          mono
        />
      )}
    </Show>
  );
}
