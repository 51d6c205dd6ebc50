import { createSignal, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { Switch } from '../../../ui/controls/switch.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { FunctionField } from '../create/function-field.tsx';
import { providerOf } from '../create/webhook-draft.ts';
import { useWebhook } from '../page/webhook-context.tsx';
import { PRESETS, presetOf } from '../presets/presets.ts';
import { wholeNumberProblem } from './whole-number.ts';

const PROVIDERS = PRESETS.map(({ id, label }) => ({ value: id, label }));

/** What a webhook is called, what it runs, and which requests it takes, saved together. */
export function WebhookGeneralCard() {
  const sdk = useSdk();
  const { webhook, accept } = useWebhook();
  const { provider } = webhook();
  const [draft, setDraft] = createStore({
    name: webhook().name,
    description: webhook().description ?? '',
    preset: presetOf(provider).id,
    provider: presetOf(provider).id === 'generic' ? (provider ?? '') : '',
    functionId: webhook().function_id ?? '',
    events: webhook().provider_event_type ?? '',
    requireSignature: webhook().require_signature,
    perMinute: String(webhook().rate_limit_per_minute),
  });
  const [changed, setChanged] = createSignal(false);
  const change = (changes: Partial<typeof draft>) => {
    setChanged(true);
    setDraft(changes);
  };
  const limitProblem = () => wholeNumberProblem(draft.perMinute, 1, 10_000);
  const isValid = () => draft.name.trim() !== '' && limitProblem() === undefined;
  const form = createSubmission(
    () => changed() && isValid(),
    async () => {
      const saved = await sdk.webhooks.update(webhook().id, {
        name: draft.name.trim(),
        description: draft.description.trim() || null,
        provider: providerOf(draft),
        function_id: draft.functionId,
        provider_event_type: draft.events.trim() || null,
        require_signature: draft.requireSignature,
        rate_limit_per_minute: Number(draft.perMinute),
      });
      setChanged(false);
      showToast({ kind: 'success', title: 'Saved.' });
      await accept(saved);
    },
  );
  return (
    <Card title="General">
      <form class="space-y-4 p-4" noValidate onSubmit={form.submit}>
        <TextField
          label="Name"
          autocomplete="off"
          value={draft.name}
          onInput={(name) => change({ name })}
          error={draft.name.trim() === '' ? 'Give it a name.' : undefined}
        />
        <TextField
          label="Description"
          lines={2}
          value={draft.description}
          onInput={(description) => change({ description })}
        />
        <FunctionField value={draft.functionId} onChange={(functionId) => change({ functionId })} />
        <div class="grid gap-4 sm:grid-cols-2">
          <Select
            label="Provider"
            options={PROVIDERS}
            value={draft.preset}
            onChange={(preset) => change({ preset })}
          />
          <Show when={draft.preset === 'generic'}>
            <TextField
              label="Name of the service"
              autocomplete="off"
              value={draft.provider}
              onInput={(name) => change({ provider: name })}
            />
          </Show>
        </div>
        <p class="text-xs text-muted">Requests are signed in the header {presetOf(draft.preset).header}.</p>
        <TextField
          label="Only these events"
          autocomplete="off"
          mono
          value={draft.events}
          onInput={(events) => change({ events })}
          hint={`Such as ${presetOf(draft.preset).events}. Empty: all. Others are stored and not run.`}
        />
        <TextField
          label="Requests per minute, at most"
          type="number"
          value={draft.perMinute}
          onInput={(perMinute) => change({ perMinute })}
          error={limitProblem()}
          hint="More are refused with 429."
        />
        <Switch
          label="Refuse requests that are not signed"
          hint="Wrongly signed ones are always refused."
          checked={draft.requireSignature}
          onChange={(requireSignature) => change({ requireSignature })}
        />
        <ErrorNotice title="Nothing was saved." error={form.error()} />
        <Button type="submit" variant="primary" busy={form.busy()} disabled={!changed() || !isValid()}>
          Save
        </Button>
      </form>
    </Card>
  );
}
