import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';

interface ExplainDialogProps {
  statement: string | undefined;
  onClose: () => void;
  onConfirm: () => void;
}

/** Asks before a statement that changes data runs in order to be measured. */
export function ExplainDialog(props: ExplainDialogProps) {
  return (
    <ConfirmDialog
      open={props.statement !== undefined}
      onClose={props.onClose}
      title="Run this to measure it?"
      action="Run and undo"
      destructive={false}
      onConfirm={async () => props.onConfirm()}
    >
      <p>
        The statement changes data. It runs and is then undone, with all that its triggers did in this
        database. Sequences keep their new values, and other writers of the same rows wait meanwhile.
      </p>
      <pre class="max-h-40 overflow-auto rounded-md border border-line bg-canvas p-2 font-mono text-xs whitespace-pre-wrap">
        {props.statement}
      </pre>
    </ConfirmDialog>
  );
}
