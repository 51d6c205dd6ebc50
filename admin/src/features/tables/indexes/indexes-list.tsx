import Trash from 'lucide-solid/icons/trash';
import { Show } from 'solid-js';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { CopyButton } from '../../../ui/display/copy-button.tsx';
import { type ListColumn, ListTable } from '../../../ui/display/list-table.tsx';
import type { IndexInfo } from '../table-types.ts';

const columnsOf = (index: IndexInfo) => index.columns.map((column) => column ?? '(expression)').join(', ');

/** The indexes with their columns and method. */
export function IndexesList(props: { indexes: IndexInfo[]; onDrop: (name: string) => void }) {
  const columns: ListColumn<IndexInfo>[] = [
    {
      id: 'name',
      header: 'Index',
      cell: (index) => (
        <span class="block max-w-40 truncate font-mono sm:max-w-80" title={index.name}>
          {index.name}
        </span>
      ),
    },
    {
      id: 'columns',
      header: 'Columns',
      cell: (index) => (
        <span class="block max-w-24 truncate font-mono text-muted sm:max-w-72" title={columnsOf(index)}>
          {columnsOf(index)}
        </span>
      ),
    },
    { id: 'properties', header: 'Properties', cell: (index) => <IndexProperties index={index} /> },
    {
      id: 'method',
      header: 'Method',
      wideOnly: true,
      cell: (index) => <span class="font-mono text-muted">{index.method}</span>,
    },
    {
      id: 'actions',
      header: 'Actions',
      hideHeader: true,
      pinned: true,
      align: 'right',
      cell: (index) => (
        <span class="flex justify-end">
          <CopyButton label={`Copy the SQL of ${index.name}`} text={index.definition} />
          <IconButton
            size="sm"
            label={index.primary ? 'The primary key needs this index' : `Delete ${index.name}`}
            icon={<Trash />}
            disabled={index.primary}
            onClick={() => props.onDrop(index.name)}
          />
        </span>
      ),
    },
  ];
  return <ListTable label="Indexes" columns={columns} items={props.indexes} />;
}

function IndexProperties(props: { index: IndexInfo }) {
  return (
    <span class="flex flex-wrap gap-1 py-1">
      <Show when={props.index.primary}>
        <Badge tone="accent">Primary key</Badge>
      </Show>
      <Show when={props.index.unique && !props.index.primary}>
        <Badge>Unique</Badge>
      </Show>
      <Show when={props.index.predicate}>{(where) => <Badge title={where()}>Partial</Badge>}</Show>
      <Show when={!props.index.valid}>
        <Badge tone="danger" title="It is being built, or building it failed. If it failed, delete it.">
          Not valid
        </Badge>
      </Show>
    </span>
  );
}
