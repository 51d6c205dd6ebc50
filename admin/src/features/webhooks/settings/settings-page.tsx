import { useNavigate } from '@solidjs/router';
import Trash from 'lucide-solid/icons/trash';
import { createSignal, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { isOutbound } from '../direction.ts';
import { OutboundCard } from '../outbound/outbound-card.tsx';
import { useWebhook } from '../page/webhook-context.tsx';
import { presetOf } from '../presets/presets.ts';
import { ProviderSteps } from '../presets/provider-steps.tsx';
import { useRefreshWebhooks } from '../queries.ts';
import { AddressCard } from './address-card.tsx';
import { WebhookGeneralCard } from './general-card.tsx';
import { RetriesCard } from './retries-card.tsx';
import { SecretCard } from './secret-card.tsx';

/** What a webhook runs, how often, its address and its secret, and its deletion. */
export default function WebhookSettingsPage() {
  const { webhook } = useWebhook();
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <div class="max-w-2xl space-y-4 px-4 py-4 pb-10 sm:px-6">
        <Show
          when={!isOutbound(webhook())}
          fallback={
            <>
              <OutboundCard />
              <RetriesCard />
              <SecretCard />
            </>
          }
        >
          <WebhookGeneralCard />
          <RetriesCard />
          <AddressCard />
          <SecretCard />
          <Card>
            <div class="p-4">
              <ProviderSteps preset={presetOf(webhook().provider)} />
            </div>
          </Card>
        </Show>
        <DeletionCard />
      </div>
    </div>
  );
}

function DeletionCard() {
  const sdk = useSdk();
  const navigate = useNavigate();
  const refresh = useRefreshWebhooks();
  const { webhook } = useWebhook();
  const [open, setOpen] = createSignal(false);
  async function remove() {
    const { id, name } = webhook();
    await sdk.webhooks.delete(id);
    navigate('/webhooks', { replace: true });
    showToast({ kind: 'success', title: `“${name}” is deleted.` });
    await refresh();
  }
  return (
    <Card title="Danger zone" class="border-danger/40">
      <div class="flex flex-wrap items-center justify-between gap-3 p-4">
        <p>Delete the webhook and its deliveries. They can't be restored.</p>
        <Button variant="danger" icon={<Trash />} onClick={() => setOpen(true)}>
          Delete webhook
        </Button>
      </div>
      <ConfirmDialog
        open={open()}
        onClose={() => setOpen(false)}
        title={`Delete ${webhook().name}?`}
        action="Delete webhook"
        confirmWord={webhook().total_delivery_count > 0 ? webhook().name : undefined}
        onConfirm={remove}
      >
        <p>
          {isOutbound(webhook()) ? 'No more changes are sent.' : 'Its address answers 404 at once.'} Its
          deliveries and their requests are deleted, and those that still wait are dropped.
        </p>
      </ConfirmDialog>
    </Card>
  );
}
