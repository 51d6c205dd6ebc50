import { expect, it } from 'vitest';
import type { RightsChange } from '../change.ts';
import { afterChange, type Rights, refusalOfRoom, refusalOfTable } from './rights.ts';

const principal = { kind: 'user', userId: 'me', sessionId: 'mine' } as const;
const table = { relid: 1, ownerId: 'somebody', isPublic: true, isRealtime: true };
const rights: Rights = { principal, caller: { role: 'USER' }, table };
const change = (of: RightsChange['of'], now: RightsChange['now']): RightsChange => ({
  ...{ type: 'rights', cursor: '', of, id: '', xid: 0, now },
});
const after = (of: RightsChange['of'], now: RightsChange['now'], before = rights) =>
  refusalOfTable(afterChange(before, change(of, now), Date.parse('2026-01-31T08:00:00Z')));

const ENDED = 'The session has ended. Log in again.';
const openTable = { owner_id: 'somebody', public: 't', realtime_enabled: 't' };

it.each<[string, RightsChange['of'], RightsChange['now'], string | undefined]>([
  ['a user who is active stays', 'user', { role: 'USER', is_active: 't' }, undefined],
  ['a user who is deactivated goes', 'user', { role: 'USER', is_active: 'f' }, ENDED],
  ['a user who is deleted goes', 'user', null, ENDED],
  [
    'a session that goes on stays',
    'session',
    { revoked_at: null, expires_at: '2026-01-31 08:00:01.5+00' },
    undefined,
  ],
  [
    'a session that is revoked ends',
    'session',
    { revoked_at: '2026-01-31 07:00:00+00', expires_at: '2027-01-01 00:00:00+00' },
    ENDED,
  ],
  [
    'a session that has expired ends',
    'session',
    { revoked_at: null, expires_at: '2026-01-31 08:00:00+00' },
    ENDED,
  ],
  ['a session whose end can not be read ends', 'session', { revoked_at: null, expires_at: 'x' }, ENDED],
  ['a session that is deleted ends', 'session', null, ENDED],
  ['a table that stays as it is', 'table', openTable, undefined],
  ['a table in JSON', 'table', { ...openTable, public: 'true', realtime_enabled: 'true' }, undefined],
  [
    'a table that is made private',
    'table',
    { ...openTable, public: 'f' },
    "Only the table's owner or an administrator may do this.",
  ],
  ['a private table that becomes mine', 'table', { ...openTable, public: 'f', owner_id: 'me' }, undefined],
  [
    'a table without realtime',
    'table',
    { ...openTable, realtime_enabled: 'f' },
    'Realtime is not enabled for this table.',
  ],
  ['a table that is gone', 'table', null, 'There is no such table.'],
])('%s', (_what, of, now, refusal) => {
  expect(after(of, now)).toBe(refusal);
});

it('an administrator who becomes a user loses private tables', () => {
  const before = { principal, caller: { role: 'ADMIN' }, table: { ...table, isPublic: false } };
  expect(refusalOfTable(before)).toBeUndefined();
  expect(after('user', { role: 'USER', is_active: 't' }, before)).toMatch(/Only the table's owner/);
});

it('who has lost a session does not get it back', () => {
  const lost = { ...rights, caller: undefined };
  expect(after('user', { role: 'ADMIN', is_active: 't' }, lost)).toBe(ENDED);
});

it('rooms are for users whose session lives', () => {
  expect(refusalOfRoom({ ...rights, table: undefined })).toBeUndefined();
  expect(refusalOfRoom({ ...rights, caller: undefined })).toBe(ENDED);
  expect(refusalOfRoom({ principal: { kind: 'anonymous' }, caller: undefined, table: undefined })).toMatch(
    /Log in/,
  );
});
