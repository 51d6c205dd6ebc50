import { createHash, type Hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { putHash, takeHash } from './hash-cache.ts';

const hashOf = (text: string) => createHash('sha256').update(text);
const hex = (hash: Hash | undefined) => hash?.copy().digest('hex');

describe('the running hash of an upload', () => {
  it('starts at the first byte', () => {
    expect(hex(takeHash('new', 0))).toBe(hex(createHash('sha256')));
  });

  it('continues at the offset that was reached', () => {
    putHash('half', 5, hashOf('hello'));
    const hash = takeHash('half', 5);
    hash?.update(' world');
    expect(hex(hash)).toBe(hex(hashOf('hello world')));
  });

  it('is not returned for another upload or another offset', () => {
    putHash('one', 5, hashOf('hello'));
    expect(takeHash('other', 5)).toBeUndefined();
    for (const offset of [1, 4, 6]) {
      putHash('one', 5, hashOf('hello'));
      expect(takeHash('one', offset)).toBeUndefined();
    }
  });

  it('is returned once, because two requests at the same offset would both continue it', () => {
    putHash('twice', 5, hashOf('hello'));
    expect(takeHash('twice', 5)).toBeDefined();
    expect(takeHash('twice', 5)).toBeUndefined();
  });

  it('is dropped by a request at another offset, or from the start', () => {
    for (const offset of [0, 3]) {
      putHash('back', 5, hashOf('hello'));
      const hash = takeHash('back', offset);
      hash?.update('other bytes');
      expect(takeHash('back', 5)).toBeUndefined();
    }
  });

  it('is the last one that was cached', () => {
    putHash('late', 5, hashOf('hello'));
    putHash('late', 11, hashOf('hello world'));
    expect(hex(takeHash('late', 11))).toBe(hex(hashOf('hello world')));
  });
});

describe('the cache', () => {
  const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
  const areKept = (names: string[]) => names.map((name) => takeHash(name, 1) !== undefined);

  it('keeps the most recent 256', () => {
    const names = ids('many', 1000);
    for (const name of names) putHash(name, 1, hashOf('x'));
    expect(areKept(names.slice(0, -256))).not.toContain(true);
    expect(areKept(names.slice(-256))).not.toContain(false);
  });

  it('counts a continued upload as the most recent', () => {
    const [first = '', ...others] = ids('again', 256);
    for (const name of [first, ...others, first, 'one more']) putHash(name, 1, hashOf('x'));
    expect(areKept([first, ...others.slice(0, 2)])).toEqual([true, false, true]);
  });
});
