import { rows, value } from '@selfdb/server/testing/postgres';
import { beforeEach, expect, test } from 'vitest';
import { call, createAdmin, createFunction, database, HELLO } from '../testing/client.ts';
import { forgetJobs, jobsOf } from '../testing/jobs.ts';
import { missedRuns, nextScheduledRun } from './cron.ts';
import { saveRuns } from './repository.ts';
import { runSchedules } from './service.ts';

beforeEach(async () => {
  await forgetJobs();
  await rows('update selfdb.functions set is_active = false');
});

async function newScheduled(cron: string, timezone?: string): Promise<{ id: string; token: string }> {
  const { token } = await createAdmin();
  const code = `export const triggers = [${JSON.stringify({ type: 'schedule', cron, timezone })}]; ${HELLO}`;
  return { id: (await createFunction(token, { code })).id, token };
}

/** When a schedule is due next, to the second. */
const nextOf = async (id: string) =>
  value(
    `select to_char(next_run_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from selfdb.function_schedules where function_id = $1`,
    [id],
  );

async function bodiesOf(id: string): Promise<unknown[]> {
  const found = await rows(
    `select convert_from(decode(request ->> 'body_base64', 'base64'), 'UTF8') as body from selfdb.function_jobs
     where function_id = $1 order by id`,
    [id],
  );
  return found.map(({ body }) => JSON.parse(String(body)));
}

/** As if a schedule had been due at this time. */
const makeDue = (id: string, at: string) =>
  rows('update selfdb.function_schedules set next_run_at = $2 where function_id = $1', [id, at]);

const at = (time: string) => new Date(time);

test.each([
  // The clocks go from 2:00 to 3:00 on 29 March. That day has no 2:30, and the run comes at 3:00.
  ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T01:00:00.000Z'],
  ['30 1 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T00:30:00.000Z'],
  ['0 9 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T07:00:00.000Z'],
  ['0 9 * * *', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-26T08:00:00.000Z'],
  // And from 3:00 to 2:00 on 25 October: that day has 2:30 twice.
  ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00.000Z'],
  ['30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00.000Z'],
  ['0 0 * * 1', 'America/New_York', '2026-07-01T00:00:00Z', '2026-07-06T04:00:00.000Z'],
  ['0 0 * * 1', 'UTC', '2026-07-01T00:00:00Z', '2026-07-06T00:00:00.000Z'],
  ['*/15 * * * *', 'Asia/Kathmandu', '2026-07-01T00:01:00Z', '2026-07-01T00:15:00.000Z'],
  ['0 0 29 2 *', 'UTC', '2026-07-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
])('%s in %s is due first after %s at %s', (cron, timezone, after, next) => {
  expect(nextScheduledRun(cron, timezone, at(after))?.toISOString()).toBe(next);
});

test('runs that were missed are counted, at most a thousand', () => {
  const missed = (since: string, now: string) => missedRuns('0 * * * *', 'UTC', at(since), at(now));
  expect(missed('2026-07-01T00:00:00Z', '2026-07-01T00:59:00Z')).toBe(0);
  expect(missed('2026-07-01T00:00:00Z', '2026-07-01T03:00:00Z')).toBe(3);
  expect(missed('2020-07-01T00:00:00Z', '2026-07-01T00:00:00Z')).toBe(1000);
  // Of a day with 25 hours.
  expect(
    missedRuns('0 * * * *', 'Europe/Berlin', at('2026-10-24T22:00:00Z'), at('2026-10-25T23:00:00Z')),
  ).toBe(25);
});

test('a new schedule is written down with its next run, and runs nothing yet', async () => {
  const { id } = await newScheduled('0 9 * * *', 'Europe/Berlin');
  await runSchedules(database, at('2026-07-01T12:00:00Z'));
  expect(await nextOf(id)).toBe('2026-07-02T07:00:00Z');
  expect(await jobsOf(id)).toEqual([]);
});

test('a schedule that came due several times runs once, and says how many runs were missed', async () => {
  const { id } = await newScheduled('0 * * * *');
  await runSchedules(database, new Date());
  await makeDue(id, '2026-07-01T00:00:00Z');
  const seconds = await runSchedules(database, at('2026-07-01T03:30:00Z'));
  expect(seconds).toBe(0);
  expect(await bodiesOf(id)).toMatchObject([
    { type: 'schedule', cron: '0 * * * *', timezone: 'UTC', missed: 3 },
  ]);
  const [{ scheduled_at } = { scheduled_at: '' }] = (await bodiesOf(id)) as { scheduled_at: string }[];
  expect(Date.parse(scheduled_at)).toBe(Date.parse('2026-07-01T00:00:00Z'));
  expect(await nextOf(id)).toBe('2026-07-01T04:00:00Z');
});

test('while one run waits, another is not queued; while it runs, one is', async () => {
  const { id } = await newScheduled('0 * * * *');
  await runSchedules(database, new Date());
  for (const time of ['2026-07-01T00:00:00Z', '2026-07-01T01:00:00Z', '2026-07-01T02:00:00Z']) {
    await makeDue(id, time);
    await runSchedules(database, at(time));
  }
  expect(await jobsOf(id)).toHaveLength(1);
  await rows(
    'update selfdb.function_jobs set claimed_at = now(), execution_id = uuidv7() where function_id = $1',
    [id],
  );
  for (const time of ['2026-07-01T03:00:00Z', '2026-07-01T04:00:00Z']) {
    await makeDue(id, time);
    await runSchedules(database, at(time));
  }
  expect(await jobsOf(id)).toHaveLength(2);
});

test('a run that another dispatcher has queued meanwhile is not queued again', async () => {
  const { id } = await newScheduled('0 * * * *');
  await runSchedules(database, new Date());
  const due = '2026-07-01T00:00:00Z';
  await makeDue(id, due);
  const run = { function_id: id, cron: '0 * * * *', timezone: 'UTC', next_run_at: due, missed: 0 };
  await saveRuns(database, [{ ...run, next: '2026-07-01T01:00:00Z' }]);
  expect(await jobsOf(id)).toHaveLength(1);
  await forgetJobs();
  await saveRuns(database, [{ ...run, next: '2026-07-01T01:00:00Z' }]);
  expect(await jobsOf(id)).toEqual([]);
});

test('a schedule goes with its trigger, and an inactive function, or one of a deactivated owner, has none', async () => {
  const { id, token } = await newScheduled('0 * * * *');
  await runSchedules(database, new Date());
  expect(await nextOf(id)).toBeDefined();
  await call('PATCH', `/functions/${id}/state`, { token, json: { is_active: false } });
  await makeDue(id, '2026-07-01T00:00:00Z');
  await runSchedules(database, new Date());
  expect(await jobsOf(id)).toEqual([]);
  await call('PATCH', `/functions/${id}/state`, { token, json: { is_active: true } });
  await runSchedules(database, new Date());
  expect(await jobsOf(id)).toEqual([]);
  expect(await nextOf(id)).toBeDefined();
  await call('PATCH', `/functions/${id}`, { token, json: { code: HELLO } });
  await runSchedules(database, new Date());
  expect(await nextOf(id)).toBeUndefined();
  const other = await newScheduled('0 * * * *');
  await rows(
    'update selfdb.users set is_active = false where id = (select owner_id from selfdb.functions where id = $1)',
    [other.id],
  );
  await runSchedules(database, new Date());
  expect(await nextOf(other.id)).toBeUndefined();
});

test('a function whose newest version could not be deployed keeps its schedule', async () => {
  const { id, token } = await newScheduled('0 * * * *');
  await call('PATCH', `/functions/${id}`, { token, json: { code: 'export default (', deploy: false } });
  expect((await call('POST', `/functions/${id}/deploy`, { token })).status).toBe(422);
  await runSchedules(database, new Date());
  await makeDue(id, '2026-07-01T00:00:00Z');
  await runSchedules(database, at('2026-07-01T00:00:10Z'));
  expect(await jobsOf(id)).toHaveLength(1);
});

test('the trigger once runs once, again only after it was taken out and put back', async () => {
  const { token } = await createAdmin();
  const once = `export const triggers = [{ type: 'once' }]; ${HELLO}`;
  const { id } = await createFunction(token, { code: once });
  const runs = async () => {
    await runSchedules(database, new Date());
    return (await jobsOf(id)).length;
  };
  const save = (code: string) => call('PATCH', `/functions/${id}`, { token, json: { code } });
  expect([await runs(), await runs()]).toEqual([1, 1]);
  await save(`${once} // changed`);
  expect(await runs()).toBe(1);
  await save(HELLO);
  expect(await runs()).toBe(1);
  await save(once);
  expect(await runs()).toBe(2);
  expect(await bodiesOf(id)).toEqual([{ type: 'once' }, { type: 'once' }]);
});
