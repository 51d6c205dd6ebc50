import { afterEach, expect, it, vi } from 'vitest';
import { failuresBeyond, noteFailure, noteRecorded, recordedFailures } from './recent-failures.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('reports failures beyond those that were recorded when the database was read', () => {
  const key = crypto.randomUUID();
  expect([recordedFailures(key), failuresBeyond(key, 0)]).toEqual([0, 0]);
  noteFailure(key);
  // Not recorded yet, so the database will not report it.
  expect([recordedFailures(key), failuresBeyond(key, recordedFailures(key))]).toEqual([0, 1]);
  noteRecorded(key);
  const recorded = recordedFailures(key);
  expect([recorded, failuresBeyond(key, recorded)]).toEqual([1, 0]);
  noteFailure(key);
  expect(failuresBeyond(key, recorded)).toBe(1);
});

it('forgets failures after a minute, including those that were never recorded', () => {
  vi.useFakeTimers();
  const key = crypto.randomUUID();
  noteFailure(key);
  vi.advanceTimersByTime(59_000);
  expect(failuresBeyond(key, 0)).toBe(1);
  vi.advanceTimersByTime(2_000);
  expect(failuresBeyond(key, 0)).toBe(0);
});
