import { A } from '@solidjs/router';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import KeyRound from 'lucide-solid/icons/key-round';
import Pencil from 'lucide-solid/icons/pencil';
import Trash from 'lucide-solid/icons/trash';
import { Show } from 'solid-js';
import { Badge } from '../../../ui/display/badge.tsx';
import { type ListColumn, ListTable } from '../../../ui/display/list-table.tsx';
import { shortType } from '../../../ui/format/types.ts';
import { Menu } from '../../../ui/overlays/menu.tsx';
import { textOfDefault } from '../columns/default-value.ts';
import { tablePath } from '../paths.ts';
import type { ColumnInfo } from '../table-types.ts';

interface ColumnsListProps {
  columns: ColumnInfo[];
  onEdit: (column: string) => void;
  onRemove: (column: string) => void;
}

/** The columns with type, default and what they refer to. */
export function ColumnsList(props: ColumnsListProps) {
  const columns: ListColumn<ColumnInfo>[] = [
    {
      id: 'name',
      header: 'Column',
      cell: (column) => (
        <div class="max-w-40 py-1 sm:max-w-72">
          <button
            type="button"
            title={column.name}
            class="block max-w-full truncate rounded-sm text-left font-mono hover:text-link"
            onClick={() => props.onEdit(column.name)}
          >
            {column.name}
          </button>
          <span class="block truncate font-mono text-xs text-muted md:hidden" title={column.type}>
            {shortType(column.type)}
          </span>
        </div>
      ),
    },
    {
      id: 'type',
      header: 'Type',
      wideOnly: true,
      cell: (column) => (
        <span class="block font-mono whitespace-nowrap text-muted" title={column.type}>
          {shortType(column.type)}
        </span>
      ),
    },
    { id: 'properties', header: 'Properties', cell: (column) => <Properties column={column} /> },
    {
      id: 'default',
      header: 'Default',
      wideOnly: true,
      cell: (column) => (
        <span class="block max-w-60 truncate font-mono text-muted" title={textOfDefault(column.default)}>
          {textOfDefault(column.default)}
        </span>
      ),
    },
    {
      id: 'references',
      header: 'Refers to',
      wideOnly: true,
      cell: (column) => <ReferenceCell column={column} />,
    },
    {
      id: 'menu',
      header: 'Actions',
      hideHeader: true,
      pinned: true,
      align: 'right',
      cell: (column) => (
        <Menu
          label={`Actions for the column ${column.name}`}
          trigger={<Ellipsis />}
          items={[
            { label: 'Edit', icon: <Pencil />, onSelect: () => props.onEdit(column.name) },
            {
              label: 'Delete',
              icon: <Trash />,
              danger: true,
              separated: true,
              disabled: column.primary_key ?? false,
              onSelect: () => props.onRemove(column.name),
            },
          ]}
        />
      ),
    },
  ];
  return <ListTable label="Columns" columns={columns} items={props.columns} />;
}

function Properties(props: { column: ColumnInfo }) {
  return (
    <span class="flex flex-wrap gap-1 py-1">
      <Show when={props.column.primary_key}>
        <Badge tone="accent">
          <KeyRound />
          Primary key
        </Badge>
      </Show>
      <Show when={!props.column.nullable && !props.column.primary_key}>
        <Badge>Required</Badge>
      </Show>
      <Show when={props.column.unique && !props.column.primary_key}>
        <Badge>Unique</Badge>
      </Show>
      <span class="max-w-40 truncate text-xs md:hidden">
        <ReferenceCell column={props.column} />
      </span>
    </span>
  );
}

function ReferenceCell(props: { column: ColumnInfo }) {
  return (
    <Show when={props.column.references}>
      {(reference) => (
        <A
          href={tablePath({ name: reference().table }, 'schema')}
          class="font-mono text-link hover:underline"
        >
          {reference().table}.{reference().column}
        </A>
      )}
    </Show>
  );
}
