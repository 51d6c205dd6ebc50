import type { BaseBackup } from '@selfdb/backup/pitr/base-backup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseBase } from './choose-base.ts';
import { describeMoment, parseMoment } from './moment.ts';
import { describeRecoveryFailure } from './recovery/recovery-failure.ts';

const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe('a moment', () => {
  it.each([
    ['2026-11-30 14:03:00', '2026-11-30T13:03:00.000Z'],
    ['2026-07-30 14:03', '2026-07-30T12:03:00.000Z'],
    ['2026-11-30T14:03:00.5Z', '2026-11-30T14:03:00.500Z'],
    ['2026-11-30 14:03:00 UTC', '2026-11-30T14:03:00.000Z'],
    ['2026-11-30 14:03:00 +05:30', '2026-11-30T08:33:00.000Z'],
    ['2026-11-30 14:03:00-08', '2026-11-30T22:03:00.000Z'],
  ])('%s is %s', (text, iso) => expect(parseMoment(text).toISOString()).toBe(iso));

  it.each(['', 'now', '2026-11-30', '14:03', '2026-02-30 10:00', '2026-11-30 25:00', '30.11.2026 14:03'])(
    '"%s" is none',
    (text) => expect(() => parseMoment(text)).toThrow('is not a moment'),
  );

  it('is told in the time zone in which it was understood, and in UTC', () => {
    expect(describeMoment(parseMoment('2026-11-30 14:03:00'))).toBe(
      '2026-11-30 14:03:00 Europe/Berlin (2026-11-30 13:03:00 UTC)',
    );
  });
});

describe('the base backup of a moment', () => {
  const now = new Date('2026-12-10T12:00:00Z');
  const bases: BaseBackup[] = ['05', '08', '09'].map((day) => ({
    name: day,
    timeline: 1,
    startSegment: '',
    stopLsn: '0/1',
    stoppedAt: `2026-12-${day}T03:00:00.000Z`,
    bytes: 1,
  }));
  const choose = (iso: string, days = 7) => chooseBase(bases, new Date(iso), now, days).name;

  it('is the newest one before it', () => {
    expect(choose('2026-12-08T02:59:59Z')).toBe('05');
    expect(choose('2026-12-08T03:00:00Z')).toBe('08');
    expect(choose('2026-12-10T12:00:00Z')).toBe('09');
  });

  it('is missing for the future, and for what is before the oldest one or the window', () => {
    expect(() => choose('2026-12-10T12:00:01Z')).toThrow('in the future');
    expect(() => choose('2026-12-05T02:59:59Z')).toThrow(
      'earliest moment that can be restored is 2026-12-05 04:00:00',
    );
    expect(() => choose('2026-12-07T12:00:00Z', 2)).toThrow('2026-12-08 13:00:00 Europe/Berlin');
    expect(() => chooseBase([], now, now, 7)).toThrow('no base backup yet');
  });
});

it('a gap in the log is told with the last transaction before it', () => {
  const log = `LOG:  last completed transaction was at log time 2026-12-02 09:23:57.577871+00
FATAL:  recovery ended before configured recovery target was reached`;
  expect(describeRecoveryFailure(log, 'restore.log')).toContain(
    'before the gap was at 2026-12-02 09:23:57 UTC.',
  );
  expect(describeRecoveryFailure('FATAL:  could not map memory', 'restore.log')).toContain(
    'could not map memory',
  );
});
