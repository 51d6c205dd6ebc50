import { createQuery } from '@tanstack/solid-query';
import FolderPlus from 'lucide-solid/icons/folder-plus';
import { createSignal, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { answerOf } from '../../tables/queries.ts';
import { entriesInWords, type StorageEntry } from '../entries/entry.ts';
import { parentFolder } from '../paths.ts';
import { bucketsQuery, type StorageBucket } from '../queries.ts';
import type { OnTaken, Placement } from '../work/place-files.ts';
import { FolderPicker } from './folder-picker.tsx';
import { NewFolderDialog } from './new-folder-dialog.tsx';
import { placementProblem } from './placement-problem.ts';

const ON_TAKEN: { value: OnTaken; label: string }[] = [
  { value: 'number', label: 'Keep both: number the name' },
  { value: 'replace', label: 'Replace the file there' },
  { value: 'leave', label: 'Leave it out and tell me' },
];

interface PlaceDialogProps {
  how: Placement['how'];
  entries: StorageEntry[];
  bucket: StorageBucket;
  /** The folder that is open first. */
  folder: string;
  onClose: () => void;
  onPlace: (placement: Placement) => void;
}

/** Chooses where files and folders are moved or copied to: a bucket, and a folder of it. */
export function PlaceDialog(props: PlaceDialogProps) {
  const sdk = useSdk();
  const [bucketId, setBucketId] = createSignal(props.bucket.id);
  const [folder, setFolder] = createSignal(props.folder);
  const [onTaken, setOnTaken] = createSignal<OnTaken>('number');
  const [naming, setNaming] = createSignal(false);
  const buckets = createQuery(() => bucketsQuery(sdk));
  const options = () =>
    (answerOf(buckets) ?? [props.bucket]).map(({ id, name }) => ({ value: id, label: name }));
  const bucketName = () => options().find(({ value }) => value === bucketId())?.label ?? '';
  const placement = (): Placement => ({
    how: props.how,
    fromBucketId: props.bucket.id,
    toBucketId: bucketId(),
    toFolder: folder(),
    onTaken: onTaken(),
  });
  const problem = () => placementProblem(props.entries, placement());
  const verb = () => (props.how === 'move' ? 'Move' : 'Copy');
  const words = () =>
    props.entries.length === 1 ? (props.entries[0]?.name ?? '') : entriesInWords(props.entries);
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={`${verb()} ${words()}`}
      footer={
        <>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button
            variant="primary"
            disabled={problem() !== undefined}
            onClick={() => {
              props.onClose();
              props.onPlace(placement());
            }}
          >
            {verb()} here
          </Button>
        </>
      }
    >
      <div class="space-y-3 text-sm">
        <Select
          label="Bucket"
          options={options()}
          value={bucketId()}
          onChange={(id) => {
            setBucketId(id);
            setFolder('');
          }}
        />
        <div>
          <div class="mb-1 flex items-center justify-between gap-2">
            <p class="min-w-0 truncate text-xs text-muted" aria-live="polite">
              To <span class="font-mono text-ink">{`${bucketName()}/${folder()}`}</span>
            </p>
            <Button size="sm" icon={<FolderPlus class="size-4" />} onClick={() => setNaming(true)}>
              Create folder
            </Button>
          </div>
          <FolderPicker bucketId={bucketId()} folder={folder()} onChange={setFolder} />
        </div>
        <Select label="If a name is taken there" options={ON_TAKEN} value={onTaken()} onChange={setOnTaken} />
        <Show when={problem()}>{(text) => <p class="text-xs text-muted">{text()}</p>}</Show>
      </div>
      <NewFolderDialog
        open={naming()}
        bucketId={bucketId()}
        parent={folder()}
        onClose={() => setNaming(false)}
        onCreated={setFolder}
      />
    </Dialog>
  );
}

/** The folder that a dialog opens for entries: where they are. */
export function folderOfEntries(entries: StorageEntry[]): string {
  return parentFolder(entries[0]?.path ?? '');
}
