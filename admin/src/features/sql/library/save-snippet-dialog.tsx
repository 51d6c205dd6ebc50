import { useQueryClient } from '@tanstack/solid-query';
import { createEffect, createSignal, on } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Checkbox } from '../../../ui/controls/checkbox.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { snippetsKey } from '../queries.ts';

interface SaveSnippetDialogProps {
  open: boolean;
  name: string;
  query: string;
  onClose: () => void;
}

/** Keeps a query under a name. */
export default function SaveSnippetDialog(props: SaveSnippetDialogProps) {
  const sdk = useSdk();
  const client = useQueryClient();
  const [name, setName] = createSignal('');
  const [description, setDescription] = createSignal('');
  const [shared, setShared] = createSignal(false);
  createEffect(
    on(
      () => props.open,
      () => {
        setName(props.name);
        setDescription('');
        setShared(false);
      },
    ),
  );
  async function save() {
    if (props.query.trim() === '') throw new Error('Write a query first.');
    if (name().trim() === '') throw new Error('Give the snippet a name.');
    await sdk.sql.snippets.create({
      name: name().trim(),
      sql_code: props.query,
      description: description().trim() || null,
      is_shared: shared(),
    });
    await client.invalidateQueries({ queryKey: snippetsKey });
    showToast({ kind: 'success', title: `Saved the snippet ${name().trim()}` });
  }
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title="Save as a snippet"
      action="Save snippet"
      destructive={false}
      onConfirm={save}
    >
      <TextField label="Name" value={name()} onInput={setName} autofocus autocomplete="off" />
      <TextField label="Description" value={description()} onInput={setDescription} lines={2} />
      <Checkbox
        label="Share it"
        hint="All administrators can open it. Only you can change it."
        checked={shared()}
        onChange={setShared}
      />
      <Code label="The query" code={props.query} />
    </ConfirmDialog>
  );
}
