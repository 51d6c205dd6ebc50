import { createEffect, createSignal, on } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';

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
  const [error, setError] = createSignal<unknown>();
  const [busy, setBusy] = createSignal(false);
  createEffect(
    on(
      () => props.open,
      () => {
        setName(props.name);
        setError(undefined);
      },
    ),
  );
  async function save(event: Event) {
    event.preventDefault();
    if (busy() || name().trim() === '') return;
    setBusy(true);
    try {
      await props.onSave(name().trim());
      props.onClose();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button variant="primary" busy={busy()} disabled={name().trim() === ''} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <form class="space-y-3" onSubmit={save}>
        <TextField
          label="Name"
          value={name()}
          onInput={setName}
          autofocus
          autocomplete="off"
          ref={(input) => queueMicrotask(() => input.select())}
        />
        <ErrorNotice error={error()} />
      </form>
    </Dialog>
  );
}
