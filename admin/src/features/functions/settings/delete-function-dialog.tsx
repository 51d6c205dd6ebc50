import { useQueryClient } from '@tanstack/solid-query';
import { useSdk } from '../../../app/session/session.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { dropDraft } from '../code/drafts.ts';
import { useFunction } from '../page/function-context.tsx';

interface DeleteFunctionDialogProps {
  open: boolean;
  onClose: () => void;
  /** Leaves the page of the function. */
  onDeleted: () => void;
}

/** Deletes the function after its name has been typed. */
export function DeleteFunctionDialog(props: DeleteFunctionDialogProps) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const { fn } = useFunction();
  async function remove() {
    const { id, name } = fn();
    await sdk.functions.delete(id);
    dropDraft(id);
    showToast({ kind: 'success', title: `The function ${name} was deleted.` });
    props.onDeleted();
    await queries.invalidateQueries({ queryKey: ['functions', 'list'] });
    await queries.invalidateQueries({ queryKey: ['functions', 'count'] });
  }
  return (
    <ConfirmDialog
      open={props.open}
      onClose={props.onClose}
      title={`Delete ${fn().name}?`}
      action="Delete function"
      confirmWord={fn().name}
      onConfirm={remove}
    >
      <p>
        Callers get 404 from now on, and its triggers and webhooks stop. Versions, variables, executions and
        logs are deleted. They can't be restored.
      </p>
    </ConfirmDialog>
  );
}
