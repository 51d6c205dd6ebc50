import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useWebhook } from '../page/webhook-context.tsx';
import { type OutboundDraft, outboundDraft, outboundFields, problemsOfOutbound } from './outbound-draft.ts';
import { OutboundFields } from './outbound-fields.tsx';

/** What an outbound webhook is called, and what it sends where, saved together. */
export function OutboundCard() {
  const sdk = useSdk();
  const { webhook, accept } = useWebhook();
  const [draft, setDraft] = createStore(outboundDraft(webhook()));
  const [changed, setChanged] = createSignal(false);
  const change = (changes: Partial<OutboundDraft>) => {
    setChanged(true);
    setDraft(changes);
  };
  const problems = () => problemsOfOutbound(draft);
  const isReady = () => changed() && Object.keys(problems()).length === 0;
  const form = createSubmission(isReady, async () => {
    const { table, ...fields } = outboundFields(draft);
    // The table may have been renamed meanwhile.
    const isMoved = table !== webhook().table;
    const saved = await sdk.webhooks.update(webhook().id, { ...fields, ...(isMoved ? { table } : {}) });
    setChanged(false);
    showToast({ kind: 'success', title: 'Saved.' });
    await accept(saved);
  });
  return (
    <Card title="General">
      <form class="space-y-4 p-4" noValidate onSubmit={form.submit}>
        <OutboundFields draft={draft} problems={problems()} onChange={change} />
        <TextField
          label="Description"
          lines={2}
          value={draft.description}
          onInput={(description) => change({ description })}
        />
        <ErrorNotice title="Nothing was saved." error={form.error()} />
        <Button type="submit" variant="primary" busy={form.busy()} disabled={!isReady()}>
          Save
        </Button>
      </form>
    </Card>
  );
}
