import type { UserRead } from '@selfdb/sdk';
import { expect, it } from 'vitest';
import { changesOfDraft, problemOfPassword, problemsOfDraft } from './user-draft.ts';

const at = '2026-01-31T08:15:30.123Z';
const ada: UserRead = {
  id: 'c0ffee00-0000-4000-8000-000000000000',
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'Lovelace',
  role: 'USER',
  isActive: true,
  createdAt: at,
  updatedAt: at,
  created_at: at,
  updated_at: at,
};

it('sends only the fields that were changed', () => {
  expect(changesOfDraft(ada, ada)).toEqual({});
  expect(changesOfDraft(ada, { ...ada, role: 'ADMIN' })).toEqual({ role: 'ADMIN' });
  expect(changesOfDraft(ada, { ...ada, email: ' ada@example.org ' })).toEqual({ email: 'ada@example.org' });
});

it('tells which fields the server would refuse', () => {
  expect(problemsOfDraft(ada)).toEqual({});
  expect(Object.keys(problemsOfDraft({ ...ada, email: 'ada', firstName: ' ' }))).toEqual([
    'email',
    'firstName',
  ]);
  expect(problemsOfDraft({ ...ada, lastName: 'x'.repeat(101) }).lastName).toContain('at most 100');
});

it('counts the characters of a password as the server does', () => {
  expect(problemOfPassword('7 chars')).toContain('at least 8');
  expect(problemOfPassword('🔑'.repeat(7))).toContain('at least 8');
  expect(problemOfPassword('🔑'.repeat(128))).toBeUndefined();
  expect(problemOfPassword('x'.repeat(129))).toContain('at most 128');
});
