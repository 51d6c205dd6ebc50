import type { UserRead } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import { Badge } from '../../ui/display/badge.tsx';
import { type ListColumn, type ListSort, ListTable } from '../../ui/display/list-table.tsx';
import { formatAgo, formatTime } from '../../ui/format/times.ts';

interface UsersTableProps {
  users: UserRead[];
  ownId: string;
  sort: ListSort;
  onSort: (sort: ListSort) => void;
  /** The link that opens a user. */
  linkTo: (user: UserRead) => string;
}

/** The users, a row each. */
export function UsersTable(props: UsersTableProps) {
  const columns: ListColumn<UserRead>[] = [
    {
      id: 'email',
      header: 'E-mail',
      sortable: true,
      cell: (user) => (
        <span class="flex items-center gap-2">
          <A
            href={props.linkTo(user)}
            noScroll
            class="max-w-52 truncate font-medium hover:text-link hover:underline sm:max-w-96"
          >
            {user.email}
          </A>
          <Show when={user.id === props.ownId}>
            <Badge tone="accent">you</Badge>
          </Show>
          <Show when={!user.isActive}>
            <Badge tone="warning">deactivated</Badge>
          </Show>
        </span>
      ),
    },
    {
      id: 'first_name',
      header: 'First name',
      sortable: true,
      wideOnly: true,
      cell: (user) => <Name name={user.firstName} />,
    },
    {
      id: 'last_name',
      header: 'Last name',
      sortable: true,
      wideOnly: true,
      cell: (user) => <Name name={user.lastName} />,
    },
    {
      id: 'role',
      header: 'Role',
      cell: (user) => (
        <Show when={user.role === 'ADMIN'} fallback={<span class="text-muted">user</span>}>
          <Badge>administrator</Badge>
        </Show>
      ),
    },
    {
      id: 'created_at',
      header: 'Created',
      sortable: true,
      wideOnly: true,
      align: 'right',
      cell: (user) => <time title={formatTime(user.created_at)}>{formatAgo(user.created_at)}</time>,
    },
  ];
  return (
    <ListTable label="Users" columns={columns} items={props.users} sort={props.sort} onSort={props.onSort} />
  );
}

function Name(props: { name: string }) {
  return (
    <span class="block max-w-40 truncate" title={props.name}>
      {props.name}
    </span>
  );
}
