import { createEffect, createSignal, on } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { AccessField } from '../parts/access-field.tsx';
import { useRefreshTables } from '../queries.ts';
import type { TableInfo } from '../table-types.ts';

/** Changes who may use a table. */
export function AccessDialog(props: { table: TableInfo; open: boolean; onClose: () => void }) {
  const sdk = useSdk();
  const refresh = useRefreshTables();
  const [access, setAccess] = createSignal(props.table.access);
  createEffect(
    on(
      () => props.open,
      () => setAccess(props.table.access),
    ),
  );
  async function change() {
    if (access() !== props.table.access) await sdk.tables.update(props.table.id, { access: access() });
    await refresh();
  }
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title={`Who may use ${props.table.name}?`}
      action="Change access"
      destructive={false}
      onConfirm={change}
    >
      <AccessField value={access()} onChange={setAccess} />
      <p class="text-xs text-muted">
        The change takes effect on the next request. Realtime channels of people who lose access are closed.
      </p>
    </ConfirmDialog>
  );
}
