import { useSdk } from '../../../app/session/session.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { useTable } from '../table/table-context.tsx';
import type { RelationshipInfo } from '../table-types.ts';
import { dropReferenceSql } from './reference-sql.ts';

/** Removes a foreign key. The values stay; they are no longer checked. */
export function RemoveReferenceDialog(props: { reference: RelationshipInfo; onClose: () => void }) {
  const sdk = useSdk();
  const { refresh } = useTable();
  const sql = () => dropReferenceSql(props.reference.table, props.reference.name);
  async function remove() {
    await sdk.sql.query({ query: sql() });
    await refresh();
  }
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={`Remove the reference from ${props.reference.table}?`}
      action="Remove reference"
      onConfirm={remove}
    >
      <p>
        The values of {props.reference.columns.join(', ')} stay. From then on, nothing makes sure that the
        rows that they name are there.
      </p>
      <Code label="SQL" code={`${sql()};`} wrap />
    </ConfirmDialog>
  );
}
