import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import type { StorageEntry } from '../entries/entry.ts';
import { nameProblem, parentFolder } from '../paths.ts';
import { moveFolderWhole } from '../work/place-files.ts';

interface RenameEntryDialogProps {
  entry: StorageEntry;
  bucketId: string;
  onClose: () => void;
  /** Runs when the entry has its new name. */
  onRenamed: () => Promise<void>;
}

/** Gives a file or folder another name in the folder that it is in. */
export function RenameEntryDialog(props: RenameEntryDialogProps) {
  const sdk = useSdk();
  const [name, setName] = createSignal(props.entry.name);
  const folder = () => parentFolder(props.entry.path);
  const isSame = () => name().normalize('NFC') === props.entry.name;
  const problem = () => (isSame() ? undefined : nameProblem(name(), folder()));
  async function rename() {
    const found = problem();
    if (found) throw new Error(found);
    if (isSame()) return;
    if (props.entry.kind === 'file') await sdk.storage.files.update(props.entry.file.id, { name: name() });
    else await renameFolder();
    showToast({ kind: 'success', title: `${props.entry.name} is now ${name()}.` });
    await props.onRenamed();
  }
  async function renameFolder() {
    const to = `${folder()}${name().normalize('NFC')}/`;
    if (await moveFolderWhole(sdk, props.bucketId, props.entry.path, to)) return;
    throw new Error(`The folder ${name()} has a file of the same name. Move the files there instead.`);
  }
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`Rename ${props.entry.name}`}
      action={props.entry.kind === 'file' ? 'Rename file' : 'Rename folder'}
      destructive={false}
      onConfirm={rename}
    >
      <TextField
        label="New name"
        value={name()}
        onInput={setName}
        error={problem()}
        autocomplete="off"
        autofocus
        ref={(element) => requestAnimationFrame(() => selectStem(element, props.entry.kind))}
      />
      <p class="text-xs text-muted">
        Addresses with the old name stop working. Signed links and programs that use the ID of a file keep
        working.
      </p>
    </ConfirmDialog>
  );
}

/** Selects the name without its ending, which people rarely change. */
function selectStem(input: HTMLInputElement, kind: StorageEntry['kind']): void {
  const dot = kind === 'file' ? input.value.lastIndexOf('.') : -1;
  input.setSelectionRange(0, dot > 0 ? dot : input.value.length);
}
