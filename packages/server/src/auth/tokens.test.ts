import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  InvalidTokenError,
  openAccessToken,
  signAccessToken,
  signInternalToken,
  signRefreshToken,
  verifyInternalToken,
  verifyRefreshToken,
} from './tokens.ts';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';
const principal = { kind: 'user', userId: crypto.randomUUID(), sessionId: crypto.randomUUID() } as const;
const refresh = { userId: principal.userId, sessionId: principal.sessionId, tokenId: crypto.randomUUID() };

function base64url(value: object): string {
  return btoa(JSON.stringify(value)).replace(/=+$/, '');
}

describe('access tokens', () => {
  it('mark an ADMIN, and no other user', async () => {
    for (const given of [principal, { ...principal, wasAdmin: true as const }]) {
      const token = await signAccessToken(SECRET, given, 60);
      expect((await openAccessToken(SECRET, token)).principal).toEqual(given);
    }
  });

  it('give back the principal they were signed for, also the second time', async () => {
    const token = await signAccessToken(SECRET, principal, 60);
    expect((await openAccessToken(SECRET, token)).principal).toEqual(principal);
    expect((await openAccessToken(SECRET, token)).principal).toEqual(principal);
  });

  it('say when they expire', async () => {
    const token = await signAccessToken(SECRET, principal, 60);
    for (const _ of ['first', 'remembered']) {
      const { expiresAt } = await openAccessToken(SECRET, token);
      expect(Math.abs(expiresAt - (Date.now() + 60_000))).toBeLessThan(2000);
    }
  });

  it('are refused under another secret, even when they are remembered', async () => {
    const token = await signAccessToken(SECRET, principal, 60);
    await openAccessToken(SECRET, token);
    await expect(openAccessToken(`${SECRET}!`, token)).rejects.toThrow(InvalidTokenError);
  });

  it('are refused once they have expired', async () => {
    const token = await signAccessToken(SECRET, principal, -1);
    await expect(openAccessToken(SECRET, token)).rejects.toThrow(InvalidTokenError);
  });

  it('are refused when signed with no algorithm or another one', async () => {
    const claims = { sub: principal.userId, sid: principal.sessionId, use: 'access', exp: 4_000_000_000 };
    const none = `${base64url({ alg: 'none', typ: 'JWT' })}.${base64url(claims)}.`;
    await expect(openAccessToken(SECRET, none)).rejects.toThrow(InvalidTokenError);
    const other = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS512' })
      .sign(new TextEncoder().encode(SECRET.repeat(2)));
    await expect(openAccessToken(SECRET.repeat(2), other)).rejects.toThrow(InvalidTokenError);
  });

  it('are refused without an expiry', async () => {
    const claims = { sub: principal.userId, sid: principal.sessionId, use: 'access' };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(SECRET));
    await expect(openAccessToken(SECRET, token)).rejects.toThrow(InvalidTokenError);
  });

  it('are refused with any character changed', async () => {
    const token = await signAccessToken(SECRET, principal, 60);
    for (const at of [5, token.indexOf('.') + 5, token.length - 5]) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      await expect(openAccessToken(SECRET, changed)).rejects.toThrow(InvalidTokenError);
    }
  });
});

it('no token passes for one of another use', async () => {
  const access = await signAccessToken(SECRET, principal, 60);
  const refreshing = await signRefreshToken(SECRET, refresh, 60);
  const internal = await signInternalToken(SECRET);
  await expect(openAccessToken(SECRET, refreshing)).rejects.toThrow(InvalidTokenError);
  await expect(openAccessToken(SECRET, internal)).rejects.toThrow(InvalidTokenError);
  await expect(verifyRefreshToken(SECRET, access)).rejects.toThrow(InvalidTokenError);
  await expect(verifyInternalToken(SECRET, access)).rejects.toThrow(InvalidTokenError);
  expect(await verifyRefreshToken(SECRET, refreshing)).toEqual(refresh);
  await expect(verifyInternalToken(SECRET, internal)).resolves.toBeUndefined();
});
