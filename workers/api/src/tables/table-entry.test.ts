import type { Access } from '@selfdb/shared/contract/access';
import { CreateTable, UpdateTable } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { toNewTable, toTablePatch } from './table-entry.ts';

type Said = { public?: boolean; access?: Access };

/** A body, and the access of the table if PRIVATE_MEANS is `owner` and if it is `users`. */
const MEANT: [Said, Access, Access][] = [
  [{ public: true }, 'public', 'public'],
  [{ public: false }, 'owner', 'users'],
  [{ access: 'public' }, 'public', 'public'],
  [{ access: 'users' }, 'users', 'users'],
  [{ access: 'owner' }, 'owner', 'owner'],
  [{ public: true, access: 'public' }, 'public', 'public'],
  [{ public: false, access: 'users' }, 'users', 'users'],
  [{ public: false, access: 'owner' }, 'owner', 'owner'],
];

describe.each(MEANT)('%j', (said, ...meant) => {
  it.each(['owner', 'users'] as const)('if PRIVATE_MEANS is %s', (privateMeans) => {
    const access = privateMeans === 'owner' ? meant[0] : meant[1];
    const created = toNewTable(CreateTable.parse({ name: 't', table_schema: {}, ...said }), privateMeans);
    expect(created).toMatchObject({ name: 't', access });
    expect(created).not.toHaveProperty('public');
    expect(toTablePatch(UpdateTable.parse(said), privateMeans)).toEqual({ access });
  });
});

it.each(['owner', 'users'] as const)(
  'a table of which nothing is said is private, which means %s',
  (access) => {
    const body = CreateTable.parse({ name: 't', table_schema: {} });
    expect(toNewTable(body, access)).toMatchObject({ access });
  },
);

it('a change that does not name the access keeps it', () => {
  expect(toTablePatch(UpdateTable.parse({ description: 'x' }), 'users')).toEqual({ description: 'x' });
});
