import { randomUUID } from 'node:crypto';
import { asSqlRole, untilAsleep, value } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { backendsRunning, createPerson, run } from './testing/client.ts';

describe('the timeout', () => {
  const gone = async (marker: string) => {
    await expect.poll(() => backendsRunning(`%${marker}%`)).toBe(0);
  };

  it.each([
    ['a long sleep', 'select pg_sleep(1e6)'],
    ['several short ones', 'select pg_sleep(0.2); '.repeat(50)],
    ['a session that lifts the limit of the server', 'set statement_timeout = 0; select pg_sleep(1e6)'],
    ['a loop that is busy', 'set statement_timeout = 0; do $$ begin loop end loop; end $$'],
  ])('ends %s', async (_name, query) => {
    const marker = randomUUID();
    const { status, body } = await run(`/* ${marker} */ ${query}`, { timeout_ms: 500 });
    expect([status, body.sqlstate]).toEqual([400, '57014']);
    expect(body.detail).toBe('The statements did not end within 500 ms and were cancelled.');
    await gone(marker);
  });

  it('lets statements that make others wait wait only shortly for locks, and others as long as they may', async () => {
    const limitIn = async (query: string) => (await run(query)).body.results.at(-1)?.rows;
    const shown = "select current_setting('lock_timeout')";
    const [defining, table] = ['alter schema public owner to current_user', `t_${randomUUID()}`];
    expect(await limitIn(`${defining}; ${shown}`)).toEqual([['5s']]);
    expect(await limitIn(`set lock_timeout = '1min'; ${defining}; ${shown}`)).toEqual([['1min']]);
    expect(await limitIn(shown)).toEqual([['0']]);
    await run(`create table "${table}" (n int)`);
    const refused = ['drop table', 'truncate'].map((first) => () => run(`${first} "${table}"`));
    const reading = asSqlRole(`begin; table "${table}"; select pg_sleep(8)`);
    await untilAsleep(table);
    const answers = await Promise.all(refused.map((each) => each()));
    expect(answers.map(({ status, body }) => [status, body.sqlstate])).toEqual([
      [400, '55P03'],
      [400, '55P03'],
    ]);
    await reading;
  });

  it('ends code that ignores the cancellation', async () => {
    const marker = randomUUID();
    const { status, body } = await run(
      `do $$ begin /* ${marker} */ loop begin perform pg_sleep(60); exception when query_canceled then null; end; end loop; end $$`,
      { timeout_ms: 300 },
    );
    expect([status, body.sqlstate]).toEqual([400, '57014']);
    await gone(marker);
  });

  it('cancels when the client disconnects', async () => {
    const { token } = await createPerson();
    const marker = randomUUID();
    const client = new AbortController();
    const json = { query: `select pg_sleep(1e6) /* ${marker} */` };
    const answer = call('POST', '/sql/query', { token, json, signal: client.signal });
    await expect.poll(() => backendsRunning(`%${marker}%`)).toBe(1);
    client.abort();
    await answer;
    await gone(marker);
  });
});

describe('bounds', () => {
  it('refuse an answer larger than 64 MiB, in one value or in many', async () => {
    for (const query of [
      "select repeat('x', 200000000)",
      "select repeat('x', 1000000) from generate_series(1, 1000)",
      "do $$ begin loop raise notice '%', repeat('x', 1000000); end loop; end $$",
    ]) {
      const { status, body } = await run(query);
      expect([status, body.code]).toEqual([413, 'too_large']);
    }
  });

  it('let ten calls run at once and refuse those that waited for a second', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, () => run('select pg_sleep(1.5)')));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(10).fill(200), ...Array(5).fill(503)]);
    expect(answers.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('1');
  });

  it('leave no session open', async () => {
    await Promise.all([run('select 1'), run('select 1 / 0'), run('select pg_sleep(9)', { timeout_ms: 50 })]);
    await expect
      .poll(() => value("select count(*)::int from pg_stat_activity where application_name = 'selfdb-sql'"))
      .toBe(0);
  });
});
