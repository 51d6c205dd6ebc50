import { describe, expect, it } from 'vitest';
import { signAccessToken, signRefreshToken } from '../../auth/tokens.ts';
import { app, call, path, SETTINGS } from '../../testing/things-app.ts';

describe('the API key', () => {
  it.each<[string, Record<string, string>]>([
    ['missing', {}],
    ['empty', { 'X-API-Key': '' }],
    ['wrong', { 'X-API-Key': 'wrong' }],
    ['cut', { 'X-API-Key': SETTINGS.API_KEY.slice(0, -1) }],
    ['longer', { 'X-API-Key': `${SETTINGS.API_KEY}x` }],
    ['twice itself', { 'X-API-Key': SETTINGS.API_KEY.repeat(2) }],
  ])('%s is 401', async (_what, headers) => {
    const response = await app.request('http://test/things', { headers }, SETTINGS);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      code: 'unauthenticated',
      detail: expect.stringMatching(/API key/),
    });
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer');
  });

  it('is not needed for what stands before it', async () => {
    expect((await app.request('http://test/open', {}, SETTINGS)).status).toBe(200);
  });
});

describe('the token', () => {
  const principal = { kind: 'user' as const, userId: crypto.randomUUID(), sessionId: crypto.randomUUID() };
  const bearer = (header: string) => call('/mine', { headers: { Authorization: header } });

  it('says who calls', async () => {
    const token = await signAccessToken(SETTINGS.SECRET_KEY, principal, 60);
    expect((await bearer(`Bearer ${token}`)).body).toEqual(principal);
    expect((await bearer(`bearer  ${token} `)).body).toEqual(principal);
    expect((await call(path)).body.principal).toEqual({ kind: 'anonymous' });
  });

  it('is required before the input is validated', async () => {
    expect(await call('/mine')).toMatchObject({ status: 401, body: { detail: 'Sign in to do this.' } });
  });

  it('that is wrong is 401, never anonymous', async () => {
    const claims = { userId: principal.userId, sessionId: principal.sessionId, tokenId: crypto.randomUUID() };
    const wrong = [
      '',
      'Bearer',
      'Bearer ',
      'Basic eDp5',
      'Bearer a b',
      'Bearer x',
      'Bearer a.b.c',
      `Bearer ${await signAccessToken(SETTINGS.SECRET_KEY, principal, -1)}`,
      `Bearer ${await signAccessToken(SETTINGS.INTERNAL_SECRET, principal, 60)}`,
      `Bearer ${await signRefreshToken(SETTINGS.SECRET_KEY, claims, 60)}`,
    ];
    for (const header of wrong) {
      const { status, body } = await call(path, { headers: { Authorization: header } });
      expect([header, status, body.code]).toEqual([header, 401, 'unauthenticated']);
    }
  });
});
