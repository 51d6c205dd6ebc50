import type { SelfDB } from '@selfdb/sdk';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/solid-query';
import type { UsersView } from './users-view.ts';

const PAGE_SIZE = 100;

/** Users in the order of the view, a page at a time. The server searches and sorts; it has no filter by role or state. */
export function usersQuery(sdk: SelfDB, { search, sort }: Pick<UsersView, 'search' | 'sort'>) {
  return infiniteQueryOptions({
    queryKey: ['users', 'list', search, sort.by, sort.order],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      sdk.auth.users.list(
        {
          skip: pageParam,
          limit: PAGE_SIZE,
          sortBy: sort.by,
          sortOrder: sort.order,
          ...(search ? { search } : {}),
        },
        { signal },
      ),
    getNextPageParam: (last, pages) => (last.length < PAGE_SIZE ? undefined : pages.length * PAGE_SIZE),
    placeholderData: keepPreviousData,
  });
}

/** How many users the search finds. */
export function userCountQuery(sdk: SelfDB, search: string) {
  return queryOptions({
    queryKey: ['users', 'count', search],
    queryFn: () => sdk.auth.count(search ? { search } : {}),
    placeholderData: keepPreviousData,
  });
}

/** One user. */
export function userQuery(sdk: SelfDB, id: string) {
  return queryOptions({ queryKey: ['users', 'one', id], queryFn: () => sdk.auth.users.get(id) });
}

/** What a user owns. Always asked anew, because it is read before a deletion. */
export function ownedQuery(sdk: SelfDB, userId: string) {
  return queryOptions({
    queryKey: ['users', 'owned', userId],
    queryFn: () => sdk.auth.users.owned(userId),
    staleTime: 0,
    gcTime: 0,
  });
}
