import { createQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { counted, formatBytes } from '../../../ui/format/numbers.ts';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { answerOf } from '../../tables/queries.ts';
import { bucketNowQuery, type StorageBucket, useRefreshStorage } from '../queries.ts';

interface DeleteBucketDialogProps {
  bucket: StorageBucket;
  open: boolean;
  onClose: () => void;
  /** Runs before the lists are read again: for the page of the bucket, which has to leave. */
  onDeleted?: () => void;
}

/** Deletes a bucket and its files. If it has any, its name is typed first. */
export function DeleteBucketDialog(props: DeleteBucketDialogProps) {
  const sdk = useSdk();
  const refresh = useRefreshStorage();
  // The list may be older than the last upload.
  const now = createQuery(() => ({ ...bucketNowQuery(sdk, props.bucket.id), enabled: props.open }));
  const current = () => answerOf(now) ?? props.bucket;
  async function remove() {
    await sdk.storage.buckets.delete(props.bucket.id);
    showToast({ kind: 'success', title: `The bucket ${props.bucket.name} was deleted.` });
    props.onDeleted?.();
    await refresh();
  }
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title={`Delete ${props.bucket.name}?`}
      action="Delete bucket"
      confirmWord={current().file_count > 0 ? props.bucket.name : undefined}
      onConfirm={remove}
    >
      <p>
        <Show when={current().file_count > 0} fallback="The bucket is empty.">
          The bucket and its {counted(current().file_count, 'file')} ({formatBytes(current().total_size)}) are
          deleted. They can't be restored.
        </Show>
      </p>
      <p>Links to its files, also signed ones, stop working at once.</p>
    </ConfirmDialog>
  );
}
