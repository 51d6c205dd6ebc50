import { describe, expect, it } from 'vitest';
import { progressInWords, secondsLeft, stepInWords } from './job-words.ts';

describe('the progress of a job', () => {
  it('has a sentence for each step, and for one that is not known yet', () => {
    expect(stepInWords({ kind: 'backup', step: 'verify' })).toBe('Reading the backup back');
    expect(stepInWords({ kind: 'restore', step: 'swap' })).toBe('Switching to the new database');
    expect(stepInWords({ kind: 'verify', step: null })).toBe('Starting');
  });

  it('says bytes, and the time left where the size is known', () => {
    expect(progressInWords(0, undefined, undefined)).toBe('');
    expect(progressInWords(5_000_000, undefined, undefined)).toBe('5.0 MB');
    expect(progressInWords(5_000_000, 20_000_000_000, 5400)).toBe('5.0 MB of 20 GB, 1 h 30 min left');
    expect(progressInWords(12, 10, 0.2)).toBe('10 bytes of 10 bytes, 1 s left');
  });

  it('tells the time left from the pace of the step', () => {
    const first = { step: 'database', bytes: 100, at: 0 };
    expect(secondsLeft(first, { step: 'database', bytes: 300, at: 2000 }, 1300)).toBe(10);
    expect(secondsLeft(first, { step: 'files', bytes: 300, at: 2000 }, 1300)).toBeUndefined();
    expect(secondsLeft(first, { step: 'database', bytes: 300, at: 500 }, 1300)).toBeUndefined();
    expect(secondsLeft(first, { step: 'database', bytes: 1300, at: 5000 }, 1300)).toBeUndefined();
  });
});
