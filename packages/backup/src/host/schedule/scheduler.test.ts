import { beforeEach, expect, test } from 'vitest';
import { JobRunning } from '../../restore/maintenance.ts';
import { memoryState } from '../../testing/memory-state.ts';
import { Scheduler } from './scheduler.ts';

const NIGHTLY = { cron: '0 3 * * *', timezone: 'UTC', retention_days: 7, verify: false };
const at = (time: string) => new Date(`2026-12-${time}Z`);

let state: ReturnType<typeof memoryState>;
/** What was done, and what the next backup does. */
let done: string[];
let next: { error: string | null } | 'busy';

beforeEach(() => {
  state = memoryState();
  done = [];
  next = { error: null };
});

const work = {
  backUp: async () => {
    if (next === 'busy') throw new JobRunning();
    done.push('backup');
    return { filename: `backup-${done.length}`, error: next.error };
  },
  verify: async (filename: string) => void done.push(`verify ${filename}`),
  cleanUp: async (days: number) => void done.push(`keep ${days} days`),
};

const start = (now: Date, initial = NIGHTLY) => new Scheduler(state, initial, work, now);

test('a backup is made once when it is due, and then old ones are removed', async () => {
  const scheduler = start(at('01T12:00:00'));
  await scheduler.tick(at('02T02:59:59'));
  expect(done).toEqual([]);
  await scheduler.tick(at('02T03:00:05'));
  await scheduler.tick(at('02T03:00:20'));
  expect(done).toEqual(['backup', 'keep 7 days']);
  expect(scheduler.describe(at('02T03:01:00'))).toMatchObject({
    next_runs: [3, 4, 5, 6, 7].map((day) => `2026-12-0${day}T03:00:00.000Z`),
    last_run: {
      due_at: '2026-12-02T03:00:00.000Z',
      filename: 'backup-1',
      attempts: 1,
      was_missed: false,
      error: null,
    },
  });
});

test('of runs that were missed while the system was stopped, one is made up, and it is said', async () => {
  start(at('01T12:00:00'));
  const restarted = start(at('04T09:00:00'));
  await restarted.tick(at('04T09:00:15'));
  await restarted.tick(at('04T09:00:30'));
  expect(done).toEqual(['backup', 'keep 7 days']);
  expect(restarted.describe(at('04T09:01:00')).last_run?.was_missed).toBe(true);
});

test('a backup that fails is tried again three times, ever later, and nothing is removed', async () => {
  const scheduler = start(at('01T12:00:00'));
  next = { error: 'The disk is full.' };
  const attempts = [
    '02T03:00:00',
    '02T03:00:30',
    '02T03:01:00',
    '02T03:10:00',
    '02T03:11:00',
    '02T04:00:00',
    '02T04:11:00',
    '02T09:00:00',
  ];
  const after: number[] = [];
  for (const time of attempts) {
    await scheduler.tick(at(time));
    after.push(done.length);
  }
  expect(after).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  expect(scheduler.describe(at('02T09:00:00')).last_run).toMatchObject({
    attempts: 4,
    error: 'The disk is full.',
  });
  next = { error: null };
  await scheduler.tick(at('03T03:00:00'));
  expect(done.slice(4)).toEqual(['backup', 'keep 7 days']);
});

test('while another job runs, the backup stays due', async () => {
  const scheduler = start(at('01T12:00:00'));
  next = 'busy';
  await scheduler.tick(at('02T03:00:00'));
  expect(done).toEqual([]);
  next = { error: null };
  await scheduler.tick(at('02T03:05:00'));
  expect(done).toEqual(['backup', 'keep 7 days']);
});

test('a clock that is set back makes no backup twice, and does not stop the schedule', async () => {
  const scheduler = start(at('10T12:00:00'));
  await scheduler.tick(at('11T03:00:00'));
  await scheduler.tick(at('02T12:00:00'));
  expect(done).toHaveLength(2);
  await scheduler.tick(at('03T03:00:00'));
  expect(done).toHaveLength(4);
});

test('a backup a week is also restored and compared', async () => {
  const scheduler = start(at('01T12:00:00'), { ...NIGHTLY, verify: true });
  for (let day = 2; day <= 10; day++) await scheduler.tick(at(`${String(day).padStart(2, '0')}T03:00:00`));
  expect(done.filter((what) => what.startsWith('verify'))).toHaveLength(2);
});

test('a changed schedule is kept over a restart, and makes up nothing of the time before', async () => {
  const scheduler = start(at('01T12:00:00'));
  scheduler.change({ ...NIGHTLY, cron: '0 * * * *', retention_days: 30 }, at('02T10:30:00'));
  const restarted = start(at('02T10:31:00'));
  await restarted.tick(at('02T10:59:00'));
  expect(done).toEqual([]);
  await restarted.tick(at('02T11:00:00'));
  expect(done).toEqual(['backup', 'keep 30 days']);
});
