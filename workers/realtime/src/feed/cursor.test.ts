import { expect, it } from 'vitest';
import { epochOf, formatCursor, newEpoch, parseCursor } from './cursor.ts';
import { bytesBetween, parseLsn, readLsn, writeLsn } from './lsn.ts';

const position = { epoch: 'k3f9q2', lsn: '00000000019A3B28', index: 10 };

it('a cursor is text of a fixed width with a position', () => {
  expect(formatCursor(position)).toBe('k3f9q2:00000000019A3B28:0000000A');
  expect(parseCursor(formatCursor(position))).toEqual(position);
  expect(epochOf(formatCursor(position))).toBe('k3f9q2');
});

it.each([
  '',
  'k3f9q2',
  'k3f9q2:19A3B28:A',
  'K3f9q2:00000000019A3B28:0000000A',
  'k3f9q2:00000000019a3b28:0000000A',
  'x'.repeat(1000),
])('%j is not a cursor', (text) => {
  expect(parseCursor(text)).toBeUndefined();
});

it('cursors are ordered by commit and then by change', () => {
  const cursors = [
    { ...position, index: 0xffffffff },
    { ...position, lsn: '00000000019A3B29', index: 1 },
    { ...position, lsn: '0000000119A3B28F', index: 0 },
  ].map(formatCursor);
  expect([...cursors].reverse().sort()).toEqual(cursors);
});

it('every epoch has a unique name that fits into cursors', () => {
  const names = new Set(Array.from({ length: 100 }, newEpoch));
  expect(names.size).toBe(100);
  for (const epoch of names) expect(parseCursor(formatCursor({ ...position, epoch }))?.epoch).toBe(epoch);
});

it('LSNs are read from text and bytes, and written', () => {
  expect(parseLsn('16/B374D848')).toBe('00000016B374D848');
  const bytes = Buffer.alloc(10);
  writeLsn(bytes, 1, 'FFFFFFFFB374D848');
  expect(readLsn(bytes, 1)).toBe('FFFFFFFFB374D848');
  expect(bytesBetween('00000001FFFFFFFF', '0000000200000001')).toBe(2);
  for (const text of ['16', '', null, '1/2/3']) expect(() => parseLsn(text)).toThrow(TypeError);
});
