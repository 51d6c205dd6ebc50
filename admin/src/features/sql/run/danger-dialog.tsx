import { For } from 'solid-js';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import type { SqlDanger } from '../statements/dangers.ts';

interface DangerDialogProps {
  dangers: SqlDanger[];
  onClose: () => void;
  onConfirm: () => void;
}

const SHOWN_CHARACTERS = 400;

/** Asks before statements run that destroy more than a slip should. DROP and TRUNCATE want the word typed. */
export function DangerDialog(props: DangerDialogProps) {
  const word = () => props.dangers.find(({ kind }) => kind === 'drop' || kind === 'truncate')?.kind;
  return (
    <ConfirmDialog
      open={props.dangers.length > 0}
      onClose={props.onClose}
      title="Run this?"
      action="Run"
      {...(word() ? { confirmWord: word() ?? '' } : {})}
      onConfirm={async () => props.onConfirm()}
    >
      <For each={props.dangers}>
        {(danger) => (
          <div>
            <p class="font-medium">{danger.sentence}</p>
            <pre class="mt-1 max-h-32 overflow-auto rounded-md border border-line bg-canvas p-2 font-mono text-xs whitespace-pre-wrap">
              {danger.statement.slice(0, SHOWN_CHARACTERS)}
            </pre>
          </div>
        )}
      </For>
      <p class="text-muted">This can't be undone.</p>
    </ConfirmDialog>
  );
}
