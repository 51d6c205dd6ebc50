import { createEffect, createSignal, on } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';

interface NameDialogProps {
  open: boolean;
  title: string;
  name: string;
  onClose: () => void;
  /** Closes the dialog when it resolves; what it throws is shown. */
  onSave: (name: string) => Promise<void>;
}

/** Asks for a new name. */
export function NameDialog(props: NameDialogProps) {
  const [name, setName] = createSignal('');
  const form = createSubmission(
    () => name().trim() !== '',
    async () => {
      await props.onSave(name().trim());
      props.onClose();
    },
  );
  createEffect(
    on(
      () => props.open,
      () => {
        setName(props.name);
        form.reset();
      },
    ),
  );
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button variant="primary" busy={form.busy()} disabled={name().trim() === ''} onClick={form.submit}>
            Save
          </Button>
        </>
      }
    >
      <form class="space-y-3" onSubmit={form.submit}>
        <TextField
          label="Name"
          value={name()}
          onInput={setName}
          autofocus
          autocomplete="off"
          ref={(input) => queueMicrotask(() => input.select())}
        />
        <ErrorNotice error={form.error()} />
      </form>
    </Dialog>
  );
}
