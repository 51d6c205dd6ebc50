import type { WebhookWithSecret } from '@selfdb/sdk';
import { Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { CopyField } from '../../../ui/display/code.tsx';
import { presetOf } from '../presets/presets.ts';
import { ProviderSecret } from '../presets/provider-secret.tsx';
import { ProviderSteps } from '../presets/provider-steps.tsx';
import { TryWebhook } from '../try/try-webhook.tsx';

interface CreatedWebhookProps {
  webhook: WebhookWithSecret;
  /** Whether the provider's own secret must still take the place of the one that was made. */
  needsSecret: boolean;
  onSecret: (webhook: WebhookWithSecret) => void;
  onShow: () => void;
}

/** What to enter at the provider. The secret is shown this once. */
export function CreatedWebhook(props: CreatedWebhookProps) {
  const preset = () => presetOf(props.webhook.provider);
  const ofProvider = () => preset().secret.madeBy === 'provider';
  return (
    <div class="space-y-5">
      <p
        // The form that had the focus is gone.
        ref={(element) => queueMicrotask(() => element.focus())}
        tabIndex={-1}
        class="rounded-md bg-success-soft px-3 py-2 text-success outline-none"
      >
        {props.needsSecret
          ? `“${props.webhook.name}” is there. It takes requests when it has Stripe’s secret.`
          : `“${props.webhook.name}” takes requests now.`}
      </p>
      <CopyField label="Address" value={props.webhook.url ?? ''} />
      <Show when={!ofProvider()}>
        <div class="space-y-1">
          <CopyField label="Secret" value={props.webhook.secret_key} />
          <p class="text-xs text-muted">
            Copy the secret before you close this panel. It is encrypted when stored and can't be shown again;
            if it gets lost, rotate it.
          </p>
        </div>
      </Show>
      <ProviderSteps preset={preset()} />
      <Show when={props.needsSecret}>
        <ProviderSecret
          webhookId={props.webhook.id}
          label="Signing secret of Stripe"
          onSaved={props.onSecret}
        />
      </Show>
      <TryWebhook webhook={props.webhook} secret={props.webhook.secret_key} />
      <div class="flex justify-end">
        <Button variant="primary" onClick={props.onShow}>
          Show webhook
        </Button>
      </div>
    </div>
  );
}
