import type { StartedBackupJob } from '@selfdb/sdk';
import { createEffect, createSignal, on } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';

const NAME = /^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,63})?$/;

interface CreateDialogProps {
  open: boolean;
  onClose: () => void;
  onStarted: (job: StartedBackupJob) => void;
}

/** Asks for the name of a backup, and begins it. */
export function CreateDialog(props: CreateDialogProps) {
  const sdk = useSdk();
  const [name, setName] = createSignal('');
  const fault = () =>
    NAME.test(name())
      ? undefined
      : 'Up to 64 letters, digits, dots, hyphens and underscores, a letter or digit first.';
  const form = createSubmission(
    () => fault() === undefined,
    async () => props.onStarted(await sdk.backups.create(name() ? { name: name() } : {})),
  );
  createEffect(
    on(
      () => props.open,
      () => {
        setName('');
        form.reset();
      },
    ),
  );
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title="Create backup"
      description="Rows, files and configuration as they are now, in one file. Work can go on meanwhile."
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button variant="primary" busy={form.busy()} disabled={fault() !== undefined} onClick={form.submit}>
            Create backup
          </Button>
        </>
      }
    >
      <form class="space-y-3" onSubmit={form.submit}>
        <TextField
          label="Name (optional)"
          value={name()}
          onInput={setName}
          error={fault()}
          hint="Becomes part of the file's name, such as before-migration."
          autocomplete="off"
          autofocus
          mono
        />
        <ErrorNotice title="The backup was not begun." error={form.error()} />
      </form>
    </Dialog>
  );
}
