import { useSearchParams } from '@solidjs/router';
import Plus from 'lucide-solid/icons/plus';
import { createSignal, Show } from 'solid-js';
import { useCommands } from '../../../app/commands/commands.ts';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Toolbar } from '../../../ui/navigation/toolbar.tsx';
import { useTable } from '../table/table-context.tsx';
import { AddColumnPanel } from './add-column-panel.tsx';
import { ColumnsList } from './columns-list.tsx';
import { EditColumnPanel } from './edit-column-panel.tsx';
import { RemoveColumnDialog } from './remove-column-dialog.tsx';

/** The columns of a table. The column that is being edited, or added, is in the URL. */
export default function SchemaPage() {
  const { table } = useTable();
  const [params, setParams] = useSearchParams<{ column?: string; add?: string }>();
  const [removed, setRemoved] = createSignal<string>();
  const add = (open: boolean) => setParams({ add: open ? 'column' : undefined, column: undefined });
  const edit = (column: string | undefined) => setParams({ column, add: undefined });
  useShortcuts([{ keys: 'n', label: 'Add column', group: 'Schema', run: () => add(true) }]);
  useCommands(() => [
    {
      id: 'schema:add',
      label: 'Add column',
      group: 'Action',
      icon: <Plus />,
      keys: 'n',
      run: () => add(true),
    },
  ]);
  const edited = () => table().columns.find(({ name }) => name === params.column);
  const dropped = () => table().columns.find(({ name }) => name === removed());
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <Toolbar
        actions={
          <Button variant="primary" icon={<Plus />} onClick={() => add(true)}>
            Add column
          </Button>
        }
      >
        <p class="min-w-0 flex-1 text-xs text-muted">Each change is shown as SQL before it is made.</p>
      </Toolbar>
      <ColumnsList columns={table().columns} onEdit={edit} onRemove={setRemoved} />
      <AddColumnPanel open={params.add === 'column'} onClose={() => add(false)} />
      <Show when={edited()?.name} keyed>
        <Show when={edited()}>
          {(column) => <EditColumnPanel column={column()} onClose={() => edit(undefined)} />}
        </Show>
      </Show>
      <Show when={dropped()}>
        {(column) => <RemoveColumnDialog column={column()} onClose={() => setRemoved(undefined)} />}
      </Show>
    </div>
  );
}
