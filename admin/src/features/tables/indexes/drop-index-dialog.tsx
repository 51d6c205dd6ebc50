import { useSdk } from '../../../app/session/session.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { SqlPreview } from '../parts/sql-preview.tsx';
import { useTable } from '../table/table-context.tsx';

/** Drops an index. No row is lost. */
export function DropIndexDialog(props: { name: string; onClose: () => void }) {
  const sdk = useSdk();
  const { table, refresh } = useTable();
  async function drop() {
    await sdk.tables.deleteIndex(table().id, props.name);
    await refresh();
  }
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`Delete the index ${props.name}?`}
      action="Delete index"
      onConfirm={drop}
    >
      <p>No row is lost. Queries that use the index become slower. You can create it again.</p>
      <SqlPreview
        of={props.name}
        preview={(name, signal) => sdk.tables.preview.deleteIndex(table().id, name, { signal })}
      />
    </ConfirmDialog>
  );
}
