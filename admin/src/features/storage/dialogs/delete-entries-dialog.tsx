import { createQuery } from '@tanstack/solid-query';
import { For, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { counted, formatCount } from '../../../ui/format/numbers.ts';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { answerOf } from '../../tables/queries.ts';
import { entriesInWords, type StorageEntry } from '../entries/entry.ts';
import { folderCountQuery } from '../queries.ts';

/** Deletions of more files ask for a typed word. */
const MANY_FILES = 20;
const SHOWN = 5;

interface DeleteEntriesDialogProps {
  entries: StorageEntry[];
  bucketId: string;
  bucketName: string;
  onClose: () => void;
  onConfirm: () => void;
}

/** Asks before files and folders are deleted, with the number of files in the folders. */
export function DeleteEntriesDialog(props: DeleteEntriesDialogProps) {
  const sdk = useSdk();
  const folders = () =>
    props.entries.flatMap((entry) => (entry.kind === 'folder' && !entry.isNew ? [entry.path] : []));
  const inFolders = createQuery(() => folderCountQuery(sdk, props.bucketId, folders()));
  const direct = () => props.entries.filter(({ kind }) => kind === 'file').length;
  const total = () => {
    const below = answerOf(inFolders);
    return below === undefined ? undefined : below + direct();
  };
  const isMany = () => (total() ?? Number.POSITIVE_INFINITY) > MANY_FILES;
  const words = () =>
    props.entries.length === 1 ? (props.entries[0]?.name ?? '') : entriesInWords(props.entries);
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`Delete ${words()}?`}
      action={total() === undefined ? 'Delete' : `Delete ${counted(total() ?? 0, 'file')}`}
      confirmWord={isMany() ? props.bucketName : undefined}
      onConfirm={async () => props.onConfirm()}
    >
      <Show when={props.entries.length > 1}>
        <ul class="text-xs text-muted">
          <For each={props.entries.slice(0, SHOWN)}>{(entry) => <li class="truncate">{entry.path}</li>}</For>
          <Show when={props.entries.length > SHOWN}>
            <li>and {formatCount(props.entries.length - SHOWN)} more</li>
          </Show>
        </ul>
      </Show>
      <p>
        <Show when={folders().length > 0} fallback="This can't be undone.">
          <Show when={total() !== undefined} fallback="The files in the folders are being counted…">
            With what is in the folders, {counted(total() ?? 0, 'file')} are deleted. This can't be undone.
          </Show>
        </Show>
      </p>
    </ConfirmDialog>
  );
}
