import type { UserRead } from '@selfdb/sdk';
import { describe, expect, it } from 'vitest';
import { isFiltered, readUsersView, usersInView } from './users-view.ts';

function user(id: string, role: UserRead['role'], isActive: boolean): UserRead {
  const at = '2026-01-31T08:15:30.123Z';
  const times = { createdAt: at, updatedAt: at, created_at: at, updated_at: at };
  return { id, email: `${id}@example.com`, firstName: id, lastName: id, role, isActive, ...times };
}

describe('the view in the URL', () => {
  it('is the newest users without parameters', () => {
    expect(readUsersView({})).toEqual({
      search: '',
      sort: { by: 'created_at', order: 'desc' },
      role: 'any',
      state: 'any',
    });
  });

  it('sorts names from a to z unless the URL says otherwise', () => {
    expect(readUsersView({ sort: 'email' }).sort).toEqual({ by: 'email', order: 'asc' });
    expect(readUsersView({ sort: 'email', order: 'desc' }).sort).toEqual({ by: 'email', order: 'desc' });
  });

  it('ignores what the server would refuse', () => {
    const view = readUsersView({ sort: 'password_hash', order: 'up', role: 'ROOT', search: 'x'.repeat(300) });
    expect(view.sort).toEqual({ by: 'created_at', order: 'desc' });
    expect(view.role).toBe('any');
    expect(view.search).toHaveLength(100);
  });
});

describe('the users of a view', () => {
  const users = [user('ada', 'ADMIN', true), user('ben', 'USER', true), user('cy', 'USER', false)];
  const idsOf = (parameters: Record<string, string>) =>
    usersInView(users, readUsersView(parameters)).map(({ id }) => id);

  it('are those with the role and the state', () => {
    expect(idsOf({})).toEqual(['ada', 'ben', 'cy']);
    expect(idsOf({ role: 'USER' })).toEqual(['ben', 'cy']);
    expect(idsOf({ role: 'USER', state: 'deactivated' })).toEqual(['cy']);
    expect(isFiltered(readUsersView({ state: 'active' }))).toBe(true);
  });

  it('come once, although two pages have them', () => {
    const pages = [...users, user('cy', 'USER', false)];
    expect(usersInView(pages, readUsersView({}))).toHaveLength(3);
  });
});
