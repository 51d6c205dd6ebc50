import { expect, test } from 'vitest';
import { findFault, nextRun, nextRuns } from './cron.ts';

const berlin = (cron: string) => ({ cron, timezone: 'Europe/Berlin' });

test('runs are at the hour of the time zone, in summer and in winter', () => {
  const daily = berlin('0 3 * * *');
  expect(nextRun(daily, new Date('2026-07-01T00:00:00Z'))).toEqual(new Date('2026-07-01T01:00:00Z'));
  expect(nextRun(daily, new Date('2026-12-01T00:00:00Z'))).toEqual(new Date('2026-12-01T02:00:00Z'));
});

test('an hour that the clocks leave out has a run, and one that they repeat has one run', () => {
  const daily = berlin('30 2 * * *');
  const spring = nextRuns(daily, new Date('2026-03-27T12:00:00Z')).map((run) =>
    run.toISOString().slice(0, 10),
  );
  expect(spring).toEqual(['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31', '2026-04-01']);
  const autumn = nextRuns(daily, new Date('2026-10-24T12:00:00Z')).map((run) =>
    run.toISOString().slice(0, 10),
  );
  expect(autumn).toEqual(['2026-10-25', '2026-10-26', '2026-10-27', '2026-10-28', '2026-10-29']);
});

test('without a schedule nothing is due', () => {
  expect(nextRuns(berlin(''), new Date())).toEqual([]);
  expect(findFault(berlin(''))).toBeUndefined();
});

test.each([
  ['0 3 * * *', 'Mars/Olympus', 'timezone'],
  ['every night', 'UTC', 'cron'],
  ['0 0 3 * * *', 'UTC', 'cron'],
  ['61 3 * * *', 'UTC', 'cron'],
  ['@daily', 'UTC', 'cron'],
  ['0 3 31 2 *', 'UTC', 'cron'],
])('%s in %s is refused for its %s', (cron, timezone, field) => {
  expect(findFault({ cron, timezone })?.loc).toEqual(['body', field]);
});
