import Ellipsis from 'lucide-solid/icons/ellipsis';
import KeyRound from 'lucide-solid/icons/key-round';
import Plus from 'lucide-solid/icons/plus';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import Trash from 'lucide-solid/icons/trash';
import { createSignal, Show } from 'solid-js';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { type ListColumn, ListTable } from '../../../ui/display/list-table.tsx';
import { Toolbar } from '../../../ui/navigation/toolbar.tsx';
import { Menu } from '../../../ui/overlays/menu.tsx';
import { useFunction } from '../page/function-context.tsx';
import { DeleteVariable } from './delete-variable.tsx';
import { VariableDialog } from './variable-dialog.tsx';

/** The variables of the function: added, replaced and deleted here. Their values are never shown. */
export default function VariablesPage() {
  const { fn } = useFunction();
  /** The name whose value is set; empty for a new one. */
  const [editing, setEditing] = createSignal<string>();
  const [deleting, setDeleting] = createSignal<string>();
  const names = () => Object.keys(fn().env_vars).toSorted();
  const add = () => setEditing('');
  useShortcuts([{ keys: 'n', label: 'Add variable', group: 'Function', run: add }]);
  const columns: ListColumn<string>[] = [
    {
      id: 'name',
      header: 'Name',
      cell: (name) => <code class="font-mono text-sm wrap-anywhere">{name}</code>,
    },
    {
      id: 'value',
      header: 'Value',
      cell: (name) => (
        <span class="font-mono text-muted" title="Values are encrypted and not shown">
          {fn().env_vars[name]}
        </span>
      ),
    },
    {
      id: 'menu',
      header: 'Actions',
      hideHeader: true,
      pinned: true,
      align: 'right',
      cell: (name) => (
        <Menu
          label={`Actions for ${name}`}
          trigger={<Ellipsis />}
          items={[
            { label: 'Replace value', icon: <RefreshCw />, onSelect: () => setEditing(name) },
            {
              label: 'Delete',
              icon: <Trash />,
              danger: true,
              separated: true,
              onSelect: () => setDeleting(name),
            },
          ]}
        />
      ),
    },
  ];
  return (
    <>
      <Toolbar
        actions={
          <Button variant="primary" icon={<Plus />} onClick={add}>
            Add variable
          </Button>
        }
      >
        <p class="min-w-0 flex-1 text-sm text-muted">
          The code reads them in <code class="font-mono">env</code>. They are encrypted when stored, and a
          change takes effect on the next request.
        </p>
      </Toolbar>
      <div class="min-h-0 flex-1 overflow-y-auto">
        <Show
          when={names().length > 0}
          fallback={
            <EmptyState
              icon={<KeyRound />}
              title="No variables yet"
              action={
                <Button icon={<Plus />} onClick={add}>
                  Add variable
                </Button>
              }
            >
              Keep keys of other services and settings here, not in the code. Versions do not include them.
            </EmptyState>
          }
        >
          <ListTable label="Variables" columns={columns} items={names()} />
        </Show>
      </div>
      <VariableDialog name={editing()} taken={names()} onClose={() => setEditing(undefined)} />
      <DeleteVariable name={deleting()} onClose={() => setDeleting(undefined)} />
    </>
  );
}
