import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useFunction } from '../page/function-context.tsx';

/** Has the function run again for the changes after a cursor. */
export function ReplayDialog(props: { open: boolean; onClose: () => void }) {
  const sdk = useSdk();
  const { fn } = useFunction();
  const [since, setSince] = createSignal('');
  const form = createSubmission(
    () => since().trim() !== '',
    async () => {
      await sdk.functions.replay(fn().id, since().trim());
      showToast({
        kind: 'success',
        title: 'The changes are queued again.',
        detail: 'Their runs are under Executions.',
      });
      setSince('');
      props.onClose();
    },
  );
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title="Replay changes"
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button variant="primary" disabled={since().trim() === ''} busy={form.busy()} onClick={form.submit}>
            Replay changes
          </Button>
        </>
      }
    >
      <form onSubmit={form.submit} class="space-y-3 text-sm">
        <p>
          The function runs once more for each change after this one, once what waits already has run. It gets
          the same cursors again, so it can tell which changes it has seen.
        </p>
        <TextField
          label="Cursor"
          value={since()}
          onInput={setSince}
          hint="The “cursor” of a change that the function got, or the header X-SelfDB-Cursor of a write."
          autocomplete="off"
          autofocus
          mono
        />
        <ErrorNotice title="Nothing was replayed." error={form.error()} />
      </form>
    </Dialog>
  );
}
