import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BaseBackup } from './base-backup.ts';
import {
  findDispensable,
  findFirstSegment,
  isAncestor,
  listBaseBackups,
  parseHistory,
  sweepUnfinished,
} from './base-backups.ts';
import { WalArchive, WalConflict } from './wal-archive.ts';
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

describe('the archive', () => {
  let directory: string;
  let source: string;
  let archive: WalArchive;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'selfdb-wal-'));
    source = join(directory, 'source');
    archive = new WalArchive(join(directory, 'archive'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('gives back what it got, and takes the same file again', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    writeFileSync(source, bytes);
    await archive.store(SEGMENT, source);
    await archive.store(SEGMENT, source);
    const target = join(directory, 'target');
    await archive.unpack(SEGMENT, target);
    expect(readFileSync(target).equals(bytes)).toBe(true);
  });

  it.each(['another', 'the log and more', 'the'])(
    'never takes another file of the same name: %s',
    async (text) => {
      writeFileSync(source, 'the log');
      await archive.store(SEGMENT, source);
      writeFileSync(source, text);
      await expect(archive.store(SEGMENT, source)).rejects.toThrow(WalConflict);
      expect((await archive.read(SEGMENT)).toString()).toBe('the log');
    },
  );

  it('removes what lies before a segment on every timeline, and no history', async () => {
    const names = ['0000000100000000000000FD', SEGMENT, '0000000200000000000000FD', '00000002.history'];
    writeFileSync(source, 'the log');
    for (const name of [...names, `${names[0]}.00000028.backup`]) await archive.store(name, source);
    await archive.removeBefore(SEGMENT);
    expect(await archive.list()).toEqual([SEGMENT, '00000002.history']);
  });

  it('lists a base backup only when it is complete', async () => {
    const made = base('base_20261202_085452', 1, '0/1', '2026-12-02T08:54:54.000Z');
    for (const name of [
      `${SEGMENT}.gz`,
      `${made.name}.tar.gz`,
      'base_20261203_000000.tar.gz',
      'base_20261204_000000.tar.gz.partial',
    ])
      writeFileSync(join(directory, name), '');
    writeFileSync(join(directory, `${made.name}.json`), JSON.stringify(made));
    expect(await listBaseBackups(directory)).toEqual([made]);
    await sweepUnfinished(directory);
    expect(readdirSync(directory).sort()).toEqual([
      `${SEGMENT}.gz`,
      `${made.name}.json`,
      `${made.name}.tar.gz`,
    ]);
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
