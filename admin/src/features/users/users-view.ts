import type { UserRead } from '@selfdb/sdk';

const SORT_FIELDS = ['created_at', 'email', 'first_name', 'last_name'] as const;
const ROLES = ['ADMIN', 'USER'] as const;
const STATES = ['active', 'deactivated'] as const;
const MAX_SEARCH = 100;

/** What the list shows. It lives in the URL. */
export interface UsersView {
  search: string;
  sort: { by: (typeof SORT_FIELDS)[number]; order: 'asc' | 'desc' };
  role: (typeof ROLES)[number] | 'any';
  state: (typeof STATES)[number] | 'any';
}

type Parameters = Partial<Record<string, string | string[]>>;

/** The view that a URL names. What it names wrongly gets its default: newest first, everyone. */
export function readUsersView(parameters: Parameters): UsersView {
  const by = oneOf(SORT_FIELDS, parameters.sort) ?? 'created_at';
  const order = oneOf(['asc', 'desc'] as const, parameters.order);
  return {
    search: String(parameters.search ?? '').slice(0, MAX_SEARCH),
    sort: { by, order: order ?? (by === 'created_at' ? 'desc' : 'asc') },
    role: oneOf(ROLES, parameters.role) ?? 'any',
    state: oneOf(STATES, parameters.state) ?? 'any',
  };
}

/** Whether the view leaves out users that the server lists. */
export function isFiltered({ role, state }: UsersView): boolean {
  return role !== 'any' || state !== 'any';
}

/** The users of the view. Nobody comes twice, although pages shift when users are created meanwhile. */
export function usersInView(users: UserRead[], { role, state }: UsersView): UserRead[] {
  const unique = new Map(users.map((user) => [user.id, user]));
  return [...unique.values()].filter(
    (user) =>
      (role === 'any' || user.role === role) && (state === 'any' || user.isActive === (state === 'active')),
  );
}

function oneOf<const T extends string>(values: readonly T[], given: unknown): T | undefined {
  return values.find((value) => value === given);
}
