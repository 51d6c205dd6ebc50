import Trash from 'lucide-solid/icons/trash';
import { createSignal, Show } from 'solid-js';
import { Button, buttonClass } from '../../../ui/controls/button.tsx';
import { formatCount } from '../../../ui/format/numbers.ts';
import { Menu, type MenuItem } from '../../../ui/overlays/menu.tsx';
import type { RowFormat } from '../export/write-rows.ts';
import { useRows } from '../rows-model.ts';
import { copySelection } from './copy.ts';
import { DeleteDialog } from './delete-dialog.tsx';

const FORMATS: [RowFormat, string][] = [
  ['tsv', 'Copy for spreadsheets'],
  ['csv', 'Copy as CSV'],
  ['json', 'Copy as JSON'],
  ['insert', 'Copy as INSERT'],
];

/** What can be done with the ticked rows. */
export function SelectionBar() {
  const rows = useRows();
  const [deleting, setDeleting] = createSignal(false);
  const count = () => (rows.selection.tickedAll() ? rows.source.total() : rows.selection.ticked().size);
  const copyItems = (): MenuItem[] =>
    FORMATS.map(([format, label]) => ({ label, onSelect: () => void copySelection(rows, format) }));
  return (
    <Show when={count() > 0}>
      <div role="toolbar" aria-label="Selected rows" class="flex items-center gap-2">
        <span class="tabular text-sm font-medium">{formatCount(count())} selected</span>
        <Show when={!rows.selection.tickedAll()}>
          <Menu
            label="Copy the selected rows"
            trigger="Copy"
            triggerClass={buttonClass()}
            items={copyItems()}
          />
        </Show>
        <Button variant="danger" icon={<Trash />} onClick={() => setDeleting(true)}>
          Delete
        </Button>
        <Button variant="ghost" onClick={() => rows.selection.clear()}>
          Clear
        </Button>
        <DeleteDialog open={deleting()} count={count()} onClose={() => setDeleting(false)} />
      </div>
    </Show>
  );
}
