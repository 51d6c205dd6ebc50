import type { UserRead } from '@selfdb/sdk';
import type { CreateInfiniteQueryResult, InfiniteData } from '@tanstack/solid-query';
import UsersIcon from 'lucide-solid/icons/users';
import { Show } from 'solid-js';
import { Button } from '../../ui/controls/button.tsx';
import { EmptyState } from '../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import type { ListSort } from '../../ui/display/list-table.tsx';
import { SkeletonRows } from '../../ui/display/skeleton.tsx';
import { formatCount } from '../../ui/format/numbers.ts';
import { UsersTable } from './users-table.tsx';
import { isFiltered, type UsersView, usersInView } from './users-view.ts';

interface UsersListProps {
  query: CreateInfiniteQueryResult<InfiniteData<UserRead[]>>;
  view: UsersView;
  /** How many users the search finds. */
  total: number | undefined;
  ownId: string;
  linkTo: (user: UserRead) => string;
  onSort: (sort: ListSort) => void;
  onShowAll: () => void;
  onCreate: () => void;
}

/** The list with what stands in its place while it loads, fails or is empty. */
export function UsersList(props: UsersListProps) {
  const loaded = () => props.query.data?.pages.flat() ?? [];
  const shown = () => usersInView(loaded(), props.view);
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <Show when={props.query.error}>
        <div class="max-w-2xl px-4 py-4 sm:px-6">
          <ErrorNotice
            title="The users could not be listed."
            error={props.query.error}
            onRetry={() => void props.query.refetch()}
          />
        </div>
      </Show>
      <Show
        when={props.query.data}
        fallback={
          <Show when={!props.query.error}>
            <SkeletonRows />
          </Show>
        }
      >
        <Show when={shown().length > 0} fallback={<Nobody {...props} />}>
          <UsersTable
            users={shown()}
            ownId={props.ownId}
            sort={props.view.sort}
            onSort={props.onSort}
            linkTo={props.linkTo}
          />
        </Show>
        <Show when={props.query.hasNextPage}>
          <footer class="flex flex-wrap items-center justify-center gap-3 border-t border-line px-4 py-3 text-muted">
            <span role="status">
              <Show
                when={isFiltered(props.view)}
                fallback={`${formatCount(loaded().length)} of ${formatCount(props.total ?? 0)} users`}
              >
                The filter covers the {formatCount(loaded().length)} users loaded so far of{' '}
                {formatCount(props.total ?? 0)}.
              </Show>
            </span>
            <Button busy={props.query.isFetchingNextPage} onClick={() => void props.query.fetchNextPage()}>
              Load more
            </Button>
          </footer>
        </Show>
      </Show>
    </div>
  );
}

function Nobody(props: UsersListProps) {
  return (
    <EmptyState
      icon={<UsersIcon />}
      title="No user matches"
      action={
        <>
          <Button onClick={props.onShowAll}>Show all users</Button>
          <Button variant="primary" onClick={props.onCreate}>
            Create user
          </Button>
        </>
      }
    >
      The search looks at names and e-mail addresses.
    </EmptyState>
  );
}
