import { value } from '@selfdb/server/testing/postgres';
import { Access } from '@selfdb/shared/contract/access';
import { describe, expect, it } from 'vitest';
import type { RightsChange, RightsState } from '../../change.ts';
import { afterChange, type Rights, refusalOfRoom, refusalOfTable } from './rights.ts';

const principal = { kind: 'user', userId: 'me', sessionId: 'mine' } as const;
const table = {
  id: 't1',
  relid: 1,
  name: 'of_mine',
  ownerId: 'another',
  access: 'public',
  isRealtime: true,
} as const;
const rights: Rights = { principal, caller: { role: 'USER' }, table };
const change = (of: RightsChange['of'], now: RightsChange['now']): RightsChange => ({
  ...{ type: 'rights', cursor: '', of, id: '', xid: 0, now },
});
const after = (of: RightsChange['of'], now: RightsChange['now'], before = rights) =>
  refusalOfTable(afterChange(before, change(of, now), Date.parse('2026-01-31T08:00:00Z')));

const ENDED = 'The session has ended. Sign in again.';
const openTable = { owner_id: 'another', access: 'public', realtime_enabled: true };

it.each<[string, RightsChange['of'], RightsChange['now'], string | undefined]>([
  ['a user who is active stays', 'user', { role: 'USER', is_active: true }, undefined],
  ['a user who is deactivated goes', 'user', { role: 'USER', is_active: false }, ENDED],
  ['a user who is deleted goes', 'user', null, ENDED],
  [
    'a session that goes on stays',
    'session',
    { revoked_at: null, expires_at: '2026-01-31T10:00:01.567891+02:00' },
    undefined,
  ],
  [
    'a session that is revoked ends',
    'session',
    { revoked_at: '2026-01-31T07:00:00+00:00', expires_at: '2027-01-01T00:00:00+00:00' },
    ENDED,
  ],
  [
    'a session that has expired ends',
    'session',
    { revoked_at: null, expires_at: '2026-01-31T08:00:00+00:00' },
    ENDED,
  ],
  ['a session whose end cannot be read ends', 'session', { revoked_at: null, expires_at: 'x' }, ENDED],
  ['a session that is deleted ends', 'session', null, ENDED],
  ['a table that stays as it is', 'table', openTable, undefined],
  [
    'a table that is made private',
    'table',
    { ...openTable, access: 'owner' },
    "Only the table's owner or an administrator may do this.",
  ],
  [
    'a private table that becomes mine',
    'table',
    { ...openTable, access: 'owner', owner_id: 'me' },
    undefined,
  ],
  [
    'a table without realtime',
    'table',
    { ...openTable, realtime_enabled: false },
    'Realtime is not enabled for this table.',
  ],
  ['a table that is gone', 'table', null, 'There is no such table.'],
])('%s', (_what, of, now, refusal) => {
  expect(after(of, now)).toBe(refusal);
});

describe('access to a table', () => {
  const people: [string, Pick<Rights, 'principal' | 'caller'>, string | null][] = [
    ['anonymous', { principal: { kind: 'anonymous' }, caller: undefined }, null],
    ['a user', { principal, caller: { role: 'USER' } }, 'USER'],
    ['an administrator', { principal, caller: { role: 'ADMIN' } }, 'ADMIN'],
  ];
  const cases = people.flatMap(([who, caller, role]) =>
    Access.options.flatMap((access) =>
      ['me', 'another'].map((ownerId) => ({ who, caller, role, access, ownerId })),
    ),
  );

  it.each(cases)(
    'for $access owned by $ownerId: $who may do what SQL says',
    async ({ caller, role, access, ownerId }) => {
      const ids: Record<string, string> = {
        me: '018f0000-0000-7000-8000-000000000001',
        another: '018f0000-0000-7000-8000-000000000002',
      };
      const may = await value('select selfdb.may_use($1, $2, $3, $4) is true', [
        access,
        ids[ownerId],
        role && ids.me,
        role,
      ]);
      const refusal = refusalOfTable({ ...caller, table: { ...table, access, ownerId } });
      expect(refusal === undefined).toBe(may);
    },
  );

  it.each<[string, RightsState, string | undefined]>([
    ['has no access', { public: true }, 'owner'],
    ['is for users', { access: 'users' }, undefined],
    ['is called public but is not', { access: 'owner', public: true }, 'owner'],
    ['has an unknown access', { access: 'everyone', public: true }, 'owner'],
    ['has an unreadable access', { access: null, public: true }, 'owner'],
  ])('that %s: a change of rights is read correctly', (_what, said, refused) => {
    const refusal = after('table', { owner_id: 'another', realtime_enabled: true, ...said });
    if (refused === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toMatch(/Only the table's owner/);
  });
});

it('an administrator who becomes a user loses private tables', () => {
  const before = { principal, caller: { role: 'ADMIN' }, table: { ...table, access: 'owner' as const } };
  expect(refusalOfTable(before)).toBeUndefined();
  expect(after('user', { role: 'USER', is_active: true }, before)).toMatch(/Only the table's owner/);
});

it('a caller who has lost a session does not get it back', () => {
  const lost = { ...rights, caller: undefined };
  expect(after('user', { role: 'ADMIN', is_active: true }, lost)).toBe(ENDED);
});

it('rooms are for users with a live session', () => {
  expect(refusalOfRoom({ ...rights, table: undefined })).toBeUndefined();
  expect(refusalOfRoom({ ...rights, caller: undefined })).toBe(ENDED);
  expect(refusalOfRoom({ principal: { kind: 'anonymous' }, caller: undefined, table: undefined })).toMatch(
    /Sign in/,
  );
});
