import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Grant, readGrant, signGrant } from './signed-token.ts';

const SECRET = 'a secret of thirty-two characters';
const FILE = '0198a5c4-0000-7000-8000-00000000000a';
const grant: Grant = { method: 'GET', fileId: FILE, expiresAt: 1_800_000_000, saveAs: undefined };
const BEFORE = grant.expiresAt - 1;

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=.% ~é';

function payloadOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
}

/** Signs any payload. */
function forge(fields: unknown, key = 'signed-url:', secret = SECRET): string {
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${payload}.${createHmac('sha256', secret).update(`${key}${payload}`).digest('base64url')}`;
}

describe('a token', () => {
  it.each([undefined, '', 'a.txt', '日本 👍".txt'])(
    'is read as it was signed, with the name %j',
    (saveAs) => {
      const token = signGrant(SECRET, { ...grant, saveAs });
      expect(readGrant(SECRET, token, BEFORE)).toEqual({ ...grant, saveAs });
      expect(token).toMatch(/^[\w-]+\.[\w-]{43}$/);
    },
  );

  it('is bound to method, file, time and name', () => {
    expect(payloadOf(signGrant(SECRET, grant))).toEqual(['GET', FILE, grant.expiresAt]);
    const tokens = [
      grant,
      { ...grant, fileId: FILE.replace('a', 'b') },
      { ...grant, expiresAt: grant.expiresAt + 1 },
      { ...grant, saveAs: '' },
    ].map((each) => signGrant(SECRET, each));
    const parts = tokens.map((token) => token.split('.'));
    for (const [payload] of parts) {
      for (const [own, signature] of parts) {
        const read = readGrant(SECRET, `${payload}.${signature}`, BEFORE);
        expect(read !== undefined).toBe(own === payload);
      }
    }
  });

  it('is invalid if any character differs', () => {
    const token = signGrant(SECRET, { ...grant, saveAs: 'name' });
    let tried = 0;
    for (let position = 0; position < token.length; position++) {
      for (const character of CHARACTERS) {
        if (character === token[position]) continue;
        const changed = `${token.slice(0, position)}${character}${token.slice(position + 1)}`;
        if (readGrant(SECRET, changed, BEFORE) !== undefined) expect.fail(changed);
        tried++;
      }
    }
    expect(tried).toBe(token.length * (CHARACTERS.length - 1));
    expect(readGrant(SECRET, token, BEFORE)).toBeDefined();
  });

  it('is invalid if a character is missing or added', () => {
    const token = signGrant(SECRET, grant);
    for (let position = 0; position <= token.length; position++) {
      const [before, after] = [token.slice(0, position), token.slice(position)];
      for (const character of CHARACTERS) {
        if (readGrant(SECRET, `${before}${character}${after}`, BEFORE)) expect.fail(`${before}|${after}`);
      }
      if (after !== '' && readGrant(SECRET, `${before}${after.slice(1)}`, BEFORE)) expect.fail(before);
      if (after !== '') expect(readGrant(SECRET, before, BEFORE)).toBeUndefined();
    }
  });

  it.each(['', '.', '..', 'x', `.${'A'.repeat(43)}`, 'null', `${'A'.repeat(100_000)}.x`])(
    'is not accepted without a signature: %#',
    (token) => {
      expect(readGrant(SECRET, token, BEFORE)).toBeUndefined();
    },
  );
});

describe('its time', () => {
  const token = signGrant(SECRET, grant);

  it.each([0, BEFORE, grant.expiresAt - 0.001])('has not expired at %d', (now) => {
    expect(readGrant(SECRET, token, now)).toEqual(grant);
  });

  it.each([grant.expiresAt, grant.expiresAt + 0.001, grant.expiresAt + 1, Infinity, Number.NaN])(
    'has expired at %d',
    (now) => {
      expect(readGrant(SECRET, token, now)).toBeUndefined();
    },
  );
});

describe('its signature', () => {
  it('depends on the secret, and differs from other signatures with that secret', () => {
    const fields = ['GET', FILE, grant.expiresAt];
    expect(forge(fields)).toBe(signGrant(SECRET, grant));
    expect(readGrant('another secret of thirty-two char', forge(fields), BEFORE)).toBeUndefined();
    expect(readGrant(SECRET, forge(fields, ''), BEFORE)).toBeUndefined();
    expect(readGrant(SECRET, forge(fields, 'signed-url'), BEFORE)).toBeUndefined();
    expect(readGrant('', forge(fields), BEFORE)).toBeUndefined();
  });

  it.each([['PUT'], ['get'], ['DELETE'], ['HEAD']])('does not allow %s', (method) => {
    expect(() => readGrant(SECRET, forge([method, FILE, grant.expiresAt]), BEFORE)).toThrow();
  });
});
