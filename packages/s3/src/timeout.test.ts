import { describe, expect, it } from 'vitest';
import { S3Failure } from './failure.ts';
import { abortAfter, TIMEOUT, withRetries } from './timeout.ts';

const passing = new S3Failure('GetObject', { status: 503 });
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('trying again', () => {
  it('ends when the time for all attempts is over, and gives the last ones only what is left', async () => {
    const limits: number[] = [];
    const timeout = { attempts: 1000, firstPauseMs: 1, attemptMs: 80, totalMs: 100 };
    const trying = withRetries(timeout, undefined, async (limitMs) => {
      limits.push(limitMs);
      await wait(15);
      throw passing;
    });
    await expect(trying).rejects.toBe(passing);
    expect(limits.length).toBeGreaterThan(1);
    expect(limits.length).toBeLessThan(10);
    expect(limits[0]).toBe(80);
    expect(limits.at(-1)).toBeLessThan(80);
  });

  it('ends when it is called off', async () => {
    let tried = 0;
    const off = new AbortController();
    const trying = withRetries(TIMEOUT, off.signal, async () => {
      tried += 1;
      off.abort();
      throw passing;
    });
    await expect(trying).rejects.toBe(passing);
    expect(tried).toBe(1);
  });

  it('does not hide an error of ours', async () => {
    const bug = new TypeError('a bug');
    await expect(withRetries(TIMEOUT, undefined, () => Promise.reject(bug))).rejects.toBe(bug);
  });
});

describe('a limit', () => {
  it('ends work that takes longer, and aborts nothing afterwards', async () => {
    let late: AbortSignal | undefined;
    await abortAfter(20, undefined, async (signal) => {
      late = signal;
    });
    const hanging = abortAfter(20, undefined, (signal) => {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await expect(hanging).rejects.toThrow('no answer in 20 ms');
    expect(late?.aborted).toBe(false);
  });
});
