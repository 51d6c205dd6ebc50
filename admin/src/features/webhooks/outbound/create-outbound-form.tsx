import type { WebhookWithSecret } from '@selfdb/sdk';
import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { useRefreshWebhooks } from '../queries.ts';
import { outboundDraft, outboundFields, problemsOfOutbound } from './outbound-draft.ts';
import { OutboundFields } from './outbound-fields.tsx';

interface CreateOutboundFormProps {
  onCancel: () => void;
  onCreated: (webhook: WebhookWithSecret) => void;
}

/** Asks for a webhook that sends changes of a table, and creates it. */
export function CreateOutboundForm(props: CreateOutboundFormProps) {
  const sdk = useSdk();
  const refresh = useRefreshWebhooks();
  const [draft, setDraft] = createStore(outboundDraft());
  const [submitted, setSubmitted] = createSignal(false);
  const problems = () => (submitted() ? problemsOfOutbound(draft) : {});
  const form = createSubmission(
    () => {
      setSubmitted(true);
      return Object.keys(problems()).length === 0;
    },
    async () => {
      props.onCreated(await sdk.webhooks.create({ direction: 'outbound', ...outboundFields(draft) }));
      await refresh();
    },
  );
  return (
    <form class="space-y-4" noValidate onSubmit={form.submit}>
      <OutboundFields draft={draft} problems={problems()} onChange={setDraft} />
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
