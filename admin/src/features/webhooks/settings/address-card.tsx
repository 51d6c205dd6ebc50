import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { CopyField } from '../../../ui/display/code.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useWebhook } from '../page/webhook-context.tsx';

/** The address of a webhook, and its replacement. */
export function AddressCard() {
  const sdk = useSdk();
  const { webhook, accept } = useWebhook();
  const [open, setOpen] = createSignal(false);
  async function replace() {
    await accept(await sdk.webhooks.regenerateToken(webhook().id));
    showToast({
      kind: 'success',
      title: 'The webhook has a new address.',
      detail: 'Enter it at the provider.',
    });
  }
  return (
    <Card title="Address">
      <div class="space-y-3 p-4">
        <CopyField label="Enter it at the provider" value={webhook().url ?? ''} />
        <div class="flex flex-wrap items-center justify-between gap-3">
          <p class="text-xs text-muted">If others know the address, replace it.</p>
          <Button size="sm" variant="danger" onClick={() => setOpen(true)}>
            Replace address…
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={open()}
        onClose={() => setOpen(false)}
        title="Replace the address?"
        action="Replace address"
        onConfirm={replace}
      >
        <p>
          The present address answers 404 at once. Requests are lost until you have entered the new one at the
          provider.
        </p>
      </ConfirmDialog>
    </Card>
  );
}
