import { createEffect, createMemo, createSignal, type JSX, on, Show } from 'solid-js';
import { Button } from '../controls/button.tsx';
import { TextField } from '../controls/text-field.tsx';
import { ErrorNotice } from '../display/error-notice.tsx';
import { Dialog } from './dialog.tsx';
import { createSubmission } from './submission.ts';

interface ConfirmDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, and whether it can be undone. */
  children: JSX.Element;
  /** The verb and its object: "Delete table". */
  action: string;
  /** A word to type first, for what can't be undone. */
  confirmWord?: string | undefined;
  /** Closes the dialog when it resolves; what it throws is shown. */
  onConfirm: () => Promise<void>;
  destructive?: boolean;
}

/** Asks before something is destroyed or changed for all. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [typed, setTyped] = createSignal('');
  const ready = () => props.confirmWord === undefined || typed() === props.confirmWord;
  const form = createSubmission(ready, async () => {
    await props.onConfirm();
    props.onClose();
  });
  // What opens it may be asked for again and again, such as a job.
  const isOpen = createMemo(() => props.open);
  createEffect(
    on(isOpen, () => {
      setTyped('');
      form.reset();
    }),
  );
  return (
    <Dialog
      open={isOpen()}
      onClose={props.onClose}
      title={props.title}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            variant={props.destructive === false ? 'primary' : 'danger'}
            disabled={!ready()}
            busy={form.busy()}
            onClick={form.submit}
          >
            {props.action}
          </Button>
        </>
      }
    >
      <form onSubmit={form.submit} class="space-y-3 text-sm">
        <div class="space-y-2 text-ink">{props.children}</div>
        <Show when={props.confirmWord}>
          {(word) => (
            <TextField
              label={`Type ${word()} to confirm`}
              value={typed()}
              onInput={setTyped}
              autocomplete="off"
              autofocus
              mono
            />
          )}
        </Show>
        <ErrorNotice error={form.error()} />
      </form>
    </Dialog>
  );
}
