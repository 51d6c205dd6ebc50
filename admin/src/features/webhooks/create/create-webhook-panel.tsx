import type { WebhookWithSecret } from '@selfdb/sdk';
import { useNavigate } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { webhookPath } from '../paths.ts';
import { CreateWebhookForm } from './create-webhook-form.tsx';
import { CreatedWebhook } from './created-webhook.tsx';

/** Creates a webhook. Then it shows, once, what to enter at the provider. */
export function CreateWebhookPanel(props: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const [created, setCreated] = createSignal<{ webhook: WebhookWithSecret; needsSecret: boolean }>();
  const close = () => {
    setCreated(undefined);
    props.onClose();
  };
  return (
    <SidePanel
      open={props.open}
      wide={created() !== undefined}
      onClose={close}
      title={created() ? 'Webhook created' : 'Create webhook'}
    >
      <Show
        when={created()}
        fallback={
          <CreateWebhookForm
            onCancel={close}
            onCreated={(webhook, needsSecret) => setCreated({ webhook, needsSecret })}
          />
        }
      >
        {(shown) => (
          <CreatedWebhook
            webhook={shown().webhook}
            needsSecret={shown().needsSecret}
            onSecret={(webhook) => setCreated({ webhook, needsSecret: false })}
            onShow={() => {
              const { id } = shown().webhook;
              setCreated(undefined);
              navigate(webhookPath(id));
            }}
          />
        )}
      </Show>
    </SidePanel>
  );
}
