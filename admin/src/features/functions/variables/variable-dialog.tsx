import { createEffect, createSignal, on, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useFunction } from '../page/function-context.tsx';
import { changeVariable } from './change-variables.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

interface VariableDialogProps {
  /** The variable whose value is replaced; empty for a new one, undefined to show nothing. */
  name: string | undefined;
  taken: string[];
  onClose: () => void;
}

/** Adds a variable, or replaces the value of one. */
export function VariableDialog(props: VariableDialogProps) {
  const sdk = useSdk();
  const { fn, accept } = useFunction();
  const [typed, setTyped] = createSignal('');
  const [value, setValue] = createSignal('');
  const isNew = () => props.name === '';
  const name = () => (isNew() ? typed() : (props.name ?? ''));
  const problem = () => {
    if (!isNew() || typed() === '') return undefined;
    if (props.taken.includes(typed())) return 'There is a variable with this name.';
    return NAME.test(typed()) ? undefined : 'Letters, digits and underscores, and no digit at the beginning.';
  };
  const isReady = () => name() !== '' && problem() === undefined;
  const form = createSubmission(isReady, async () => {
    const set = name();
    await accept(await changeVariable(sdk, fn().id, set, value()));
    showToast({ kind: 'success', title: `${set} is set.` });
    props.onClose();
  });
  createEffect(
    on(
      () => props.name,
      () => {
        setTyped('');
        setValue('');
        form.reset();
      },
    ),
  );
  return (
    <Dialog
      open={props.name !== undefined}
      onClose={props.onClose}
      title={isNew() ? 'Add variable' : `Replace the value of ${props.name ?? ''}`}
      footer={
        <>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button variant="primary" busy={form.busy()} disabled={!isReady()} onClick={form.submit}>
            {isNew() ? 'Add variable' : 'Replace value'}
          </Button>
        </>
      }
    >
      <form class="space-y-4" onSubmit={form.submit}>
        <Show when={isNew()}>
          <TextField
            label="Name"
            mono
            autofocus
            autocomplete="off"
            placeholder="MAIL_API_KEY"
            value={typed()}
            onInput={setTyped}
            error={problem()}
          />
        </Show>
        <TextField
          label="Value"
          mono
          lines={3}
          value={value()}
          onInput={setValue}
          hint="It is not shown again: keep it elsewhere, too."
        />
        <ErrorNotice title="Nothing was changed." error={form.error()} />
      </form>
    </Dialog>
  );
}
