import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { counted } from '../../../ui/format/numbers.ts';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { SqlPreview } from '../parts/sql-preview.tsx';
import { useTable } from '../table/table-context.tsx';
import type { ColumnInfo } from '../table-types.ts';

/** Removes a column with its values. While the table has rows, its name has to be typed. */
export function RemoveColumnDialog(props: { column: ColumnInfo; onClose: () => void }) {
  const sdk = useSdk();
  const { table, refresh } = useTable();
  const rows = () => table().row_count;
  async function remove() {
    await sdk.tables.columns.remove(table().id, props.column.name);
    props.onClose();
    await refresh();
  }
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`Delete the column ${props.column.name}?`}
      action="Delete column"
      {...(rows() > 0 && { confirmWord: props.column.name })}
      onConfirm={remove}
    >
      <p>
        <Show when={rows() > 0} fallback="The table has no rows, so no values are lost.">
          Its values in {counted(rows(), 'row')} are deleted. They can't be restored.
        </Show>{' '}
        Indexes of the column go with it.
      </p>
      <SqlPreview
        of={props.column.name}
        preview={(column, signal) => sdk.tables.preview.removeColumn(table().id, column, { signal })}
      />
    </ConfirmDialog>
  );
}
