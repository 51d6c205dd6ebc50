import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { counted } from '../../../ui/format/numbers.ts';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useRefreshTables } from '../queries.ts';
import type { TableInfo } from '../table-types.ts';

interface DeleteTableDialogProps {
  table: TableInfo;
  open: boolean;
  onClose: () => void;
  /** Runs before the lists are read again: for the page of the table, which has to leave. */
  onDeleted?: () => void;
}

/** Deletes a table and its rows after its name has been typed. */
export function DeleteTableDialog(props: DeleteTableDialogProps) {
  const sdk = useSdk();
  const refresh = useRefreshTables();
  async function remove() {
    const { id, name } = props.table;
    await sdk.tables.delete(id);
    showToast({ kind: 'success', title: `The table ${name} was deleted.` });
    props.onDeleted?.();
    await refresh();
  }
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title={`Delete ${props.table.name}?`}
      action="Delete table"
      confirmWord={props.table.name}
      onConfirm={remove}
    >
      <p>
        <Show when={props.table.row_count > 0} fallback="The table has no rows. It can't be restored.">
          The table and its {counted(props.table.row_count, 'row')} are deleted. They can't be restored.
        </Show>
      </p>
      <p>A table that others refer to is not deleted: remove their references first.</p>
    </ConfirmDialog>
  );
}
