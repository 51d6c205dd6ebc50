import { describe, expect, it } from 'vitest';
import type { BaseBackup } from './base-backup.ts';
import { findDispensable, findFirstSegment, isAncestor, parseHistory } from './base-backups.ts';
import { isWalFile, nextSegment } from './wal-name.ts';

const SEGMENT = '0000000100000000000000FE';

function base(name: string, timeline: number, stopLsn: string, stoppedAt: string): BaseBackup {
  return { name, timeline, startSegment: SEGMENT, stopLsn, stoppedAt, bytes: 1 };
}

describe('names', () => {
  it.each([SEGMENT, `${SEGMENT}.partial`, `${SEGMENT}.00000028.backup`, '00000002.history'])(
    '%s is of the log',
    (name) => expect(isWalFile(name)).toBe(true),
  );
  it.each(['../x', `${SEGMENT}/..`, 'base_20261202_085452', '00000001', `${SEGMENT}.gz`])(
    '%s is not',
    (name) => expect(isWalFile(name)).toBe(false),
  );
  it('count on to the next log', () => {
    expect(nextSegment(SEGMENT)).toBe('0000000100000000000000FF');
    expect(nextSegment('0000000100000000000000FF')).toBe('000000010000000100000000');
    expect(nextSegment('00000002.history')).toBeUndefined();
  });
});

describe('base backups', () => {
  const forks = parseHistory(
    '1\t0/E99D408\tbefore 2026-12-02 08:55:39+00\n2\t0/F000000\tno recovery target\n',
  );

  it('are of the present database if they were made before it left their timeline', () => {
    expect(forks).toEqual([
      { timeline: 1, lsn: '0/E99D408' },
      { timeline: 2, lsn: '0/F000000' },
    ]);
    const at = '2026-12-02T00:00:00.000Z';
    expect(isAncestor(base('a', 1, '0/E99D408', at), 3, forks)).toBe(true);
    expect(isAncestor(base('b', 1, '0/E99D409', at), 3, forks)).toBe(false);
    expect(isAncestor(base('c', 1, '1/0', at), 3, forks)).toBe(false);
    expect(isAncestor(base('d', 3, '1/0', at), 3, forks)).toBe(true);
    expect(isAncestor(base('e', 4, '0/1', at), 3, forks)).toBe(false);
  });

  it('need the log from the first of their segments, whatever timeline it is on', () => {
    const at = '2026-12-02T00:00:00.000Z';
    const [early, late] = ['000000020000000000000024', '000000010000000100000000'];
    const bases = [late, early].map((startSegment) => ({ ...base('a', 1, '0/1', at), startSegment }));
    expect(findFirstSegment(bases)).toBe(early);
    expect(findFirstSegment([])).toBeUndefined();
  });

  it('go when no moment within the window needs them', () => {
    const days = [1, 2, 3, 4].map((day) => base(`day ${day}`, 1, '0/1', `2026-12-0${day}T00:00:00.000Z`));
    const other = base('other past', 2, '0/1', '2026-12-02T12:00:00.000Z');
    const oldest = new Date('2026-12-03T12:00:00.000Z');
    expect(findDispensable([...days, other], days, oldest).map(({ name }) => name)).toEqual([
      'day 1',
      'day 2',
      'other past',
    ]);
    expect(findDispensable(days, days, new Date('2026-12-01T12:00:00.000Z'))).toEqual([]);
  });
});
