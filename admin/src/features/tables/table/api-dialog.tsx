import { A } from '@solidjs/router';
import { createSignal } from 'solid-js';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { CopyField } from '../../../ui/display/code.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { rowActions } from '../../api-reference/snippets/row-calls.ts';
import { SnippetCard } from '../../api-reference/snippets/snippet-card.tsx';
import { useTable } from './table-context.tsx';

/** How a program reads and changes rows of the table. */
export function ApiDialog(props: { open: boolean; onClose: () => void }) {
  const { table } = useTable();
  const [chosen, setChosen] = createSignal('read');
  const actions = () => rowActions(table());
  const calls = () => actions().flatMap(({ id, call }) => (id === chosen() ? [call] : []));
  return (
    <Dialog open={props.open} onClose={props.onClose} size="lg" title={`Use ${table().name} in a program`}>
      <div class="space-y-3">
        <div class="flex flex-wrap items-end justify-between gap-3">
          <div class="w-full sm:w-96">
            <CopyField label="ID of the table" value={table().id} />
          </div>
          <Segmented
            label="What to do with rows"
            options={actions().map(({ id, label }) => ({ value: id, label }))}
            value={chosen()}
            onChange={setChosen}
          />
        </div>
        <SnippetCard calls={calls()} />
        <A
          class="text-sm text-link hover:underline"
          href={`/api-reference?table=${encodeURIComponent(table().name)}`}
        >
          All of the API, with this table filled in
        </A>
      </div>
    </Dialog>
  );
}
