import { createEffect, createSignal, on } from 'solid-js';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { addNewFolder } from '../entries/new-folders.ts';
import { asFolder, nameProblem } from '../paths.ts';

interface NewFolderDialogProps {
  open: boolean;
  bucketId: string;
  /** The folder that it is made in. */
  parent: string;
  onClose: () => void;
  onCreated: (path: string) => void;
}

/** Makes a folder, which this page shows until a file makes it real. */
export function NewFolderDialog(props: NewFolderDialogProps) {
  const [name, setName] = createSignal('');
  createEffect(
    on(
      () => props.open,
      () => setName(''),
    ),
  );
  const problem = () => nameProblem(name(), props.parent);
  async function create() {
    const found = problem();
    if (found) throw new Error(found);
    const path = asFolder(props.parent + name());
    addNewFolder(props.bucketId, path);
    props.onCreated(path);
  }
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title="Create folder"
      action="Create folder"
      destructive={false}
      onConfirm={create}
    >
      <TextField
        label={`Name of the folder in ${props.parent || 'the bucket'}`}
        value={name()}
        onInput={setName}
        error={name() === '' ? undefined : problem()}
        autocomplete="off"
        autofocus
      />
      <p class="text-xs text-muted">
        A bucket keeps files, and a folder is part of their paths. The new folder is saved with the first file
        that is put in. Until then, only this page shows it.
      </p>
    </ConfirmDialog>
  );
}
