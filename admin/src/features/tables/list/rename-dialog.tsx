import { createEffect, createSignal, on } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { tableNameProblem } from '../create/draft.ts';
import { SqlPreview } from '../parts/sql-preview.tsx';
import { useRefreshTables } from '../queries.ts';
import type { TableInfo } from '../table-types.ts';

/** Gives a table another name. */
export function RenameDialog(props: { table: TableInfo; open: boolean; onClose: () => void }) {
  const sdk = useSdk();
  const refresh = useRefreshTables();
  const [name, setName] = createSignal(props.table.name);
  createEffect(
    on(
      () => props.open,
      () => setName(props.table.name),
    ),
  );
  const problem = () => (name() === props.table.name ? undefined : tableNameProblem(name()));
  async function rename() {
    const shown = problem();
    if (shown) throw new Error(`The name ${shown}.`);
    if (name() === props.table.name) return;
    await sdk.tables.update(props.table.id, { name: name() });
    await refresh();
  }
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title={`Rename ${props.table.name}`}
      action="Rename table"
      destructive={false}
      onConfirm={rename}
    >
      <p>Programs and SQL that use the old name stop working. Programs that use the ID keep working.</p>
      <TextField
        label="New name"
        value={name()}
        onInput={setName}
        error={problem()}
        autocomplete="off"
        mono
      />
      <SqlPreview
        of={name() === props.table.name || problem() ? undefined : { name: name() }}
        preview={(change, signal) => sdk.tables.preview.update(props.table.id, change, { signal })}
      />
    </ConfirmDialog>
  );
}
