import { useSdk } from '../../../app/session/session.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useFunction } from '../page/function-context.tsx';
import { changeVariable } from './change-variables.ts';

/** Deletes a variable after asking. */
export function DeleteVariable(props: { name: string | undefined; onClose: () => void }) {
  const sdk = useSdk();
  const { fn, accept } = useFunction();
  async function remove() {
    const { name = '' } = props;
    await accept(await changeVariable(sdk, fn().id, name, undefined));
    showToast({ kind: 'success', title: `${name} was deleted.` });
  }
  return (
    <ConfirmDialog
      open={props.name !== undefined}
      onClose={props.onClose}
      title={`Delete ${props.name ?? ''}?`}
      action="Delete variable"
      onConfirm={remove}
    >
      <p>From the next request on, the code finds it undefined. The value can't be restored.</p>
    </ConfirmDialog>
  );
}
