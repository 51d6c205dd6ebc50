import { A } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Radio from 'lucide-solid/icons/radio';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { type ListColumn, type ListSort, ListTable } from '../../../ui/display/list-table.tsx';
import { counted, formatCount } from '../../../ui/format/numbers.ts';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { AccessBadge } from '../parts/access-badge.tsx';
import { tablePath } from '../paths.ts';
import { answerOf, ownersQuery } from '../queries.ts';
import type { TableInfo } from '../table-types.ts';
import { TableMenu } from './table-menu.tsx';

interface TablesListProps {
  tables: TableInfo[];
  sort: ListSort;
  onSort: (sort: ListSort) => void;
}

/** The tables of one page of the list. */
export function TablesList(props: TablesListProps) {
  const sdk = useSdk();
  const ids = () => [...new Set(props.tables.map((table) => table.owner_id))];
  const owners = createQuery(() => ownersQuery(sdk, ids()));
  const columns: ListColumn<TableInfo>[] = [
    { id: 'name', header: 'Name', sortable: true, cell: (table) => <NameCell table={table} /> },
    { id: 'access', header: 'Access', cell: (table) => <AccessBadge access={table.access} /> },
    {
      id: 'realtime',
      header: 'Realtime',
      wideOnly: true,
      cell: (table) => (
        <Show when={table.realtime_enabled} fallback={<span class="text-muted">Off</span>}>
          <Badge tone="success">
            <Radio />
            On
          </Badge>
        </Show>
      ),
    },
    {
      id: 'rows',
      header: 'Rows',
      align: 'right',
      wideOnly: true,
      cell: (table) => formatCount(table.row_count),
    },
    {
      id: 'owner',
      header: 'Owner',
      wideOnly: true,
      cell: (table) => (
        <span class="block max-w-52 truncate text-muted">{answerOf(owners)?.get(table.owner_id) ?? '…'}</span>
      ),
    },
    {
      id: 'updated_at',
      header: 'Changed',
      sortable: true,
      wideOnly: true,
      cell: (table) => (
        <time
          class="whitespace-nowrap text-muted"
          datetime={table.updated_at}
          title={formatTime(table.updated_at)}
        >
          {formatAgo(table.updated_at)}
        </time>
      ),
    },
    {
      id: 'menu',
      header: 'Actions',
      hideHeader: true,
      pinned: true,
      align: 'right',
      cell: (table) => <TableMenu table={table} />,
    },
  ];
  return (
    <ListTable
      label="Tables"
      columns={columns}
      items={props.tables}
      sort={props.sort}
      onSort={props.onSort}
    />
  );
}

function NameCell(props: { table: TableInfo }) {
  return (
    <div class="max-w-40 py-1.5 sm:max-w-80 lg:max-w-md">
      <A
        href={tablePath(props.table)}
        title={props.table.name}
        class="block truncate font-medium hover:text-link"
      >
        {props.table.name}
      </A>
      <span class="tabular block text-xs text-muted md:hidden">
        {counted(props.table.row_count, 'row')}
        {props.table.realtime_enabled ? ', realtime' : ''}
      </span>
      <Show when={props.table.description}>
        <span class="block truncate text-xs text-muted">{props.table.description}</span>
      </Show>
    </div>
  );
}
