import { createSignal, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { isOutbound } from '../direction.ts';
import { useWebhook } from '../page/webhook-context.tsx';
import { RotateDialog } from './rotate-dialog.tsx';

/** The secret of a webhook, which can be replaced, and not be read. */
export function SecretCard() {
  const { webhook } = useWebhook();
  const [open, setOpen] = createSignal(false);
  const until = () => {
    const { old_secret_until: time } = webhook();
    return time !== null && Date.parse(time) > Date.now() ? time : undefined;
  };
  return (
    <Card title="Secret">
      <div class="flex flex-wrap items-center justify-between gap-3 p-4">
        <div class="text-xs text-muted">
          <p>It signs requests. It is encrypted when stored, and not shown again.</p>
          <Show when={until()}>
            {(time) => (
              <p class="text-warning">
                {isOutbound(webhook())
                  ? 'Requests are signed with the former secret, too, until '
                  : 'The former secret is accepted until '}
                {formatTime(time())}.
              </p>
            )}
          </Show>
        </div>
        <Button size="sm" onClick={() => setOpen(true)}>
          Rotate secret…
        </Button>
      </div>
      <RotateDialog open={open()} onClose={() => setOpen(false)} />
    </Card>
  );
}
