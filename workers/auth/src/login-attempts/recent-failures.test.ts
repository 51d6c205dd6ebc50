import { afterEach, expect, it, vi } from 'vitest';
import { failuresBeyond, noteFailure, noteRecorded, recordedFailures } from './recent-failures.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('tells what has failed beyond what the database had when it was asked', () => {
  const key = crypto.randomUUID();
  expect([recordedFailures(key), failuresBeyond(key, 0)]).toEqual([0, 0]);
  noteFailure(key);
  // Not yet in the database, so the answer of the database will lack it.
  expect([recordedFailures(key), failuresBeyond(key, recordedFailures(key))]).toEqual([0, 1]);
  noteRecorded(key);
  const recorded = recordedFailures(key);
  expect([recorded, failuresBeyond(key, recorded)]).toEqual([1, 0]);
  noteFailure(key);
  expect(failuresBeyond(key, recorded)).toBe(1);
});

it('forgets after a minute, what never reached the database too', () => {
  vi.useFakeTimers();
  const key = crypto.randomUUID();
  noteFailure(key);
  vi.advanceTimersByTime(59_000);
  expect(failuresBeyond(key, 0)).toBe(1);
  vi.advanceTimersByTime(2_000);
  expect(failuresBeyond(key, 0)).toBe(0);
});
