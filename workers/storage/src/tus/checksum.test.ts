import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHECKSUM_ALGORITHMS, Checksum } from './checksum.ts';

const digestOf = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('base64');

/** Whether the pieces match the checksum. */
function holds(header: string, ...pieces: string[]): boolean {
  const checksum = Checksum.read(header);
  if (!checksum) throw new Error('there is no checksum');
  for (const piece of pieces) checksum.update(new TextEncoder().encode(piece));
  try {
    checksum.verify();
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'checksum_mismatch' });
    return false;
  }
}

it('is undefined without the header', () => {
  expect(Checksum.read(undefined)).toBeUndefined();
});

it('supports the algorithm that the protocol requires, and SHA-256', () => {
  expect(CHECKSUM_ALGORITHMS).toEqual(['sha1', 'sha256']);
});

describe.each(CHECKSUM_ALGORITHMS)('by %s', (algorithm) => {
  const right = `${algorithm} ${digestOf(algorithm, 'hello world')}`;

  it('matches the bytes in pieces of any size', () => {
    expect(holds(right, 'hello world')).toBe(true);
    expect(holds(right, 'hello', '', ' ', 'world')).toBe(true);
    expect(holds(`  ${algorithm}   ${digestOf(algorithm, '')} `)).toBe(true);
  });

  it.each([[['hello worl']], [['hello world', ' ']], [['world', 'hello ']], [[]]])(
    'does not match %j',
    (pieces) => {
      expect(holds(right, ...pieces)).toBe(false);
    },
  );

  it('does not match a shorter digest, a longer one or one of another algorithm', () => {
    const digest = digestOf(algorithm, 'hello world');
    const other = algorithm === 'sha1' ? 'sha256' : 'sha1';
    expect(holds(`${algorithm} ${digest.slice(0, 8)}`, 'hello world')).toBe(false);
    expect(holds(`${algorithm} AAAA${digest}`, 'hello world')).toBe(false);
    expect(holds(`${algorithm} ${digestOf(other, 'hello world')}`, 'hello world')).toBe(false);
  });
});

it.each([
  '',
  ' ',
  'sha1',
  'sha1 ',
  'md5 1B2M2Y8AsgTpgAmY7PhCfg==',
  'crc32 AAAAAA==',
  'SHA1 2jmj7l5rSw0yVb/vlWAYkK/YBwk=',
  'sha-1 2jmj7l5rSw0yVb/vlWAYkK/YBwk=',
  'constructor AAAA',
  '2jmj7l5rSw0yVb/vlWAYkK/YBwk=',
  'sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk= more',
  'sha1 da39a3ee-5e6b',
  'sha1 =',
  'sha1 2jmj=l5r',
  'sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk===',
  'sha1,sha256 AAAA',
  'sha1 ÿÿÿÿ',
])('%j is refused', (header) => {
  expect(() => Checksum.read(header)).toThrow(expect.objectContaining({ code: 'bad_request' }));
});
