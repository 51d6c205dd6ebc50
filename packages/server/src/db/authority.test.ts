import { describe, expect, it } from 'vitest';
import { anonymous, type UserPrincipal } from '../auth/principal.ts';
import { asUser, type MyRole, me, requireAdmin, requireAlive, requireUser } from './authority.ts';
import { compile } from './compile.ts';

const user: UserPrincipal = { kind: 'user', userId: crypto.randomUUID(), sessionId: crypto.randomUUID() };

describe('me', () => {
  it('asks for the session, its user, that it is not revoked, not expired, and that the user is active', () => {
    const { text, parameters } = compile(me(user));
    expect(parameters).toEqual([user.sessionId, user.userId]);
    for (const condition of [
      's.id = $1::uuid',
      's.user_id = $2::uuid',
      'u.id = s.user_id',
      's.revoked_at is null',
      's.expires_at > now()',
      'u.is_active',
    ]) {
      expect(text).toContain(condition);
    }
  });

  it('has no row for an anonymous caller', () => {
    const { text, parameters } = compile(me(anonymous));
    expect([parameters, text]).toEqual([[], expect.stringContaining('where false')]);
  });
});

describe('what a statement found', () => {
  const refusals = (work: (role: MyRole) => void) =>
    ([undefined, null, 'USER', 'ADMIN'] as const).map((role) => {
      try {
        work(role);
        return 'ok';
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error;
      }
    });

  it('must be a valid session, if the caller has one', () => {
    expect(refusals((role) => requireAlive(user, role))).toEqual([
      'unauthenticated',
      'unauthenticated',
      'ok',
      'ok',
    ]);
    expect(refusals((role) => requireAlive(anonymous, role))).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('must be a valid session', () => {
    expect(refusals((role) => requireUser(user, role))).toEqual([
      'unauthenticated',
      'unauthenticated',
      'ok',
      'ok',
    ]);
    expect(new Set(refusals((role) => requireUser(anonymous, role)))).toEqual(new Set(['unauthenticated']));
  });

  it('must be a valid session of an administrator', () => {
    expect(refusals((role) => requireAdmin(user, role))).toEqual([
      'unauthenticated',
      'unauthenticated',
      'forbidden',
      'ok',
    ]);
    expect(new Set(refusals((role) => requireAdmin(anonymous, role)))).toEqual(new Set(['unauthenticated']));
  });
});

it('an anonymous caller is no user', () => {
  expect(asUser(user)).toBe(user);
  expect(() => asUser(anonymous)).toThrow('Sign in to do this.');
});
