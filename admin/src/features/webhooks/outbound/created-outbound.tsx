import type { WebhookWithSecret } from '@selfdb/sdk';
import { Button } from '../../../ui/controls/button.tsx';
import { Code, CopyField } from '../../../ui/display/code.tsx';

const CHECK = `import { Webhook } from 'standardwebhooks';

const change = new Webhook(process.env.WEBHOOK_SECRET).verify(body, headers);`;

/** What the receiver needs. The secret is shown this once. */
export function CreatedOutbound(props: { webhook: WebhookWithSecret; onShow: () => void }) {
  return (
    <div class="space-y-5">
      <p
        // The form that had the focus is gone.
        ref={(element) => queueMicrotask(() => element.focus())}
        tabIndex={-1}
        class="rounded-md bg-success-soft px-3 py-2 text-success outline-none"
      >
        Changes of {props.webhook.table} are sent from now on.
      </p>
      <div class="space-y-1">
        <CopyField label="Secret" value={props.webhook.secret_key} />
        <p class="text-xs text-muted">
          Copy the secret before you close this panel. It is encrypted when stored and can't be shown again;
          if it gets lost, rotate it.
        </p>
      </div>
      <section class="space-y-2">
        <h3 class="text-sm font-semibold">At the receiver</h3>
        <p class="text-sm">
          Check the signature, as Standard Webhooks describes, and answer with 2xx. There are libraries for
          many languages:
        </p>
        <Code label="How to check a request" code={CHECK} />
        <p class="text-xs text-muted">
          A change may come twice: keep the header webhook-id to recognize it. Changes of one row come in
          order.
        </p>
      </section>
      <div class="flex justify-end">
        <Button variant="primary" onClick={props.onShow}>
          Show webhook
        </Button>
      </div>
    </div>
  );
}
