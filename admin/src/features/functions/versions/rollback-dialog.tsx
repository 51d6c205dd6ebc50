import type { FunctionVersion } from '@selfdb/sdk';
import { useNavigate } from '@solidjs/router';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { draftOf, dropDraft } from '../code/drafts.ts';
import { useFunction } from '../page/function-context.tsx';
import { functionPath } from '../paths.ts';

/** Goes back to the code of a version. */
export function RollbackDialog(props: { version: FunctionVersion | undefined; onClose: () => void }) {
  const sdk = useSdk();
  const navigate = useNavigate();
  const { fn, accept } = useFunction();
  async function goBack() {
    const version = props.version?.version ?? 1;
    const changed = await sdk.functions.rollback(fn().id, version);
    dropDraft(fn().id);
    showToast({
      kind: 'success',
      title: `Version ${changed.version} serves now.`,
      detail: `It has the code of version ${version}.`,
    });
    await accept(changed);
    navigate(functionPath(fn().id, 'versions'), { replace: true });
  }
  return (
    <ConfirmDialog
      open={props.version !== undefined}
      onClose={props.onClose}
      title={`Roll back to version ${props.version?.version ?? ''}?`}
      action="Roll back"
      destructive={false}
      onConfirm={goBack}
    >
      <p>
        Its code becomes version {fn().version + 1}, which serves at once. The triggers are those of that
        code; variables and settings stay as they are.
      </p>
      <Show when={draftOf(fn())}>
        <p>What you typed under Code and did not save is discarded.</p>
      </Show>
    </ConfirmDialog>
  );
}
