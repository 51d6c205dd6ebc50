import type { WebhookWithSecret } from '@selfdb/sdk';
import { useNavigate } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { isOutbound } from '../direction.ts';
import { CreateOutboundForm } from '../outbound/create-outbound-form.tsx';
import { CreatedOutbound } from '../outbound/created-outbound.tsx';
import { webhookPath } from '../paths.ts';
import { CreateWebhookForm } from './create-webhook-form.tsx';
import { CreatedWebhook } from './created-webhook.tsx';

const DIRECTIONS = [
  { value: 'inbound', label: 'Receive requests' },
  { value: 'outbound', label: 'Send changes of a table' },
] as const;

type Direction = (typeof DIRECTIONS)[number]['value'];

/** Creates a webhook. Then it shows, once, what to enter at the provider. */
export function CreateWebhookPanel(props: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const [created, setCreated] = createSignal<{ webhook: WebhookWithSecret; needsSecret: boolean }>();
  const [direction, setDirection] = createSignal<Direction>('inbound');
  const close = () => {
    setCreated(undefined);
    props.onClose();
  };
  const show = (id: string) => {
    setCreated(undefined);
    navigate(webhookPath(id));
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
          <div class="space-y-4">
            <Segmented
              label="Direction"
              options={[...DIRECTIONS]}
              value={direction()}
              onChange={setDirection}
            />
            <Show
              when={direction() === 'inbound'}
              fallback={
                <CreateOutboundForm
                  onCancel={close}
                  onCreated={(webhook) => setCreated({ webhook, needsSecret: false })}
                />
              }
            >
              <CreateWebhookForm
                onCancel={close}
                onCreated={(webhook, needsSecret) => setCreated({ webhook, needsSecret })}
              />
            </Show>
          </div>
        }
      >
        {(shown) => (
          <Show
            when={!isOutbound(shown().webhook)}
            fallback={<CreatedOutbound webhook={shown().webhook} onShow={() => show(shown().webhook.id)} />}
          >
            <CreatedWebhook
              webhook={shown().webhook}
              needsSecret={shown().needsSecret}
              onSecret={(webhook) => setCreated({ webhook, needsSecret: false })}
              onShow={() => show(shown().webhook.id)}
            />
          </Show>
        )}
      </Show>
    </SidePanel>
  );
}
