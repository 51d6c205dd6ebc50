import { expect, it } from 'vitest';
import { limitProblem } from './choose/limits.ts';
import { announcement, figures, headline } from './panel/summary.ts';
import { Speed } from './queue/speed.ts';
import type { UploadStatus } from './queue/upload-item.ts';

const none = { waiting: 0, uploading: 0, paused: 0, taken: 0, done: 0, skipped: 0, failed: 0, refused: 0 };
const state = (count: Partial<Record<UploadStatus, number>>, isLost = false) => ({
  ...{ count: { ...none, ...count }, loaded: 30e6, total: 50e6 },
  ...{ isLost, bytesPerSecond: 2e6, secondsLeft: 10 },
});

it('says in a few words how the uploads are', () => {
  expect(headline(state({ done: 2, uploading: 3, waiting: 5 }))).toBe('Uploading 3 of 10 files');
  expect(headline(state({ uploading: 1 }, true))).toBe('Waiting for connection…');
  expect(headline(state({ paused: 1, done: 1 }))).toBe('Paused: 1 of 2 files uploaded');
  expect(headline(state({ done: 1, failed: 2, refused: 1 }))).toBe(
    '1 file uploaded, 2 failed, 1 not accepted',
  );
  expect(figures(state({ uploading: 1 }))).toBe('30 MB of 50 MB · 2.0 MB/s · 10 s left');
  expect(figures(state({ paused: 1 }))).toBe('30 MB of 50 MB');
  expect(announcement(state({ uploading: 1 }))).toBe('Uploading, 50 % done');
});

it('measures the speed of the last seconds, and counts many small files by their number', () => {
  const speed = new Speed();
  const reached = (loaded: number, done: number) => ({ loaded, done, total: 1_000_000, wanted: 1000 });
  speed.record(reached(0, 0), 0);
  expect(speed.bytesPerSecond()).toBeUndefined();
  speed.record(reached(100_000, 100), 10_000);
  expect(speed.bytesPerSecond()).toBe(10_000);
  expect(speed.secondsLeft(reached(100_000, 100))).toBeCloseTo(90);
  speed.record(reached(0, 0), 11_000);
  expect(speed.bytesPerSecond()).toBeUndefined();
});

it.each([
  [
    { max_file_size: 5, allowed_mime_types: null },
    '6 bytes is more than the bucket’s limit of 5 bytes for a file.',
  ],
  [{ max_file_size: 6, allowed_mime_types: null }, undefined],
  [
    { max_file_size: null, allowed_mime_types: ['image/*', 'text/html'] },
    'The bucket takes only image/*, text/html. This file is text/plain.',
  ],
  [{ max_file_size: null, allowed_mime_types: ['text/*'] }, undefined],
])('compares a file with the limits %j', (limits, problem) => {
  expect(limitProblem({ size: 6, type: 'text/plain' }, limits)).toBe(problem);
});

it('leaves a file without a type to the server, which looks into it', () => {
  expect(
    limitProblem({ size: 6, type: '' }, { max_file_size: null, allowed_mime_types: ['image/*'] }),
  ).toBeUndefined();
});
