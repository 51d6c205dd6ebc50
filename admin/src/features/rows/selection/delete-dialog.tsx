import { createSignal, Show } from 'solid-js';
import { Progress } from '../../../ui/display/progress.tsx';
import { formatCount } from '../../../ui/format/numbers.ts';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { useRows } from '../rows-model.ts';
import { deleteTicked, UNDO_ROWS } from './delete-rows.ts';

/** Deletions of more rows ask for a typed word. */
const MANY_ROWS = 20;

/** Asks before rows are deleted, and says whether that can be undone. */
export function DeleteDialog(props: { open: boolean; count: number; onClose: () => void }) {
  const rows = useRows();
  const [deleted, setDeleted] = createSignal<number>();
  const noun = () => (props.count === 1 ? 'row' : 'rows');
  const canUndo = () => !rows.selection.tickedAll() && props.count <= UNDO_ROWS;
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title={`Delete ${formatCount(props.count)} ${noun()}?`}
      action={`Delete ${formatCount(props.count)} ${noun()}`}
      {...(props.count > MANY_ROWS ? { confirmWord: rows.table().name } : {})}
      onConfirm={async () => {
        setDeleted(undefined);
        await deleteTicked(rows, setDeleted);
      }}
    >
      <p>
        <Show
          when={canUndo()}
          fallback={`They leave the table ${rows.table().name} for good. Export them first if you may need them.`}
        >
          For a moment you can undo this: the rows are then inserted again. Rows of other tables that were
          deleted with them stay deleted.
        </Show>
      </p>
      <Show when={deleted()}>
        {(count) => (
          <Progress
            label="Deleting"
            value={count() / props.count}
            detail={`${formatCount(count())} of ${formatCount(props.count)} rows`}
          />
        )}
      </Show>
    </ConfirmDialog>
  );
}
