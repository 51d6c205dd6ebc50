import { describe, expect, it } from 'vitest';
import { cronInWords, readCron, writeCron } from './cron-words.ts';

describe('a schedule', () => {
  it.each([
    ['', 'Never'],
    ['0 * * * *', 'Every hour'],
    ['0 3 * * *', 'Every day at 03:00'],
    ['5 14 * * 7', 'Every Sunday at 14:05'],
    ['30 4 1 * *', 'At 04:30, on day 1 of the month'],
    ['not a cron', 'not a cron'],
  ])('%j is told as %j', (cron, words) => {
    expect(cronInWords(cron)).toBe(words);
  });

  it.each(['', '0 * * * *', '0 3 * * *', '5 14 * * 1', '30 4 1 * *', '*/15 * * * *', '99 3 * * *'])(
    '%j is the same after the form',
    (cron) => {
      expect(writeCron(readCron(cron))).toBe(cron);
    },
  );

  it('is none without a time', () => {
    expect(writeCron({ ...readCron('0 3 * * *'), time: '25:00' })).toBeUndefined();
  });
});
