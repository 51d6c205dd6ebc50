import { value } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { newName as newTable } from '../testing/tables.ts';
import { run } from './testing/client.ts';

describe('max_rows', () => {
  it('stops Postgres early', async () => {
    const counter = newTable('counter');
    const { body } = await run(
      `create sequence ${counter}; select nextval('${counter}') from generate_series(1, 100000)`,
    );
    // One row more than the limit is read, to learn whether there are more.
    expect(await value(`select last_value::int from ${counter}`)).toBe(1001);
    expect(body.results[1]).toMatchObject({ command: 'SELECT', row_count: 1000, truncated: true });
    expect(body.results[1]?.rows).toHaveLength(1000);
  });

  it.each([
    [4, 3, true],
    [3, 3, false],
    [2, 2, false],
  ])('of %i rows answers %i with a limit of three', async (present, expected, truncated) => {
    const { body } = await run(`select generate_series(1, ${present}); select 1`, { max_rows: 3 });
    expect(body.results[0]).toMatchObject({ row_count: expected, truncated });
    expect(body.results[0]?.rows).toHaveLength(expected);
    expect(body.results[1]).toMatchObject({ rows: [[1]], truncated: false });
  });

  it('makes and counts all changes, although it returns only some of them', async () => {
    const table = newTable();
    const { body } = await run(
      `create table ${table} (id int);
       insert into ${table} select generate_series(1, 50) returning id;
       update ${table} set id = -id returning id`,
      { max_rows: 2 },
    );
    expect(body.results[1]).toMatchObject({
      command: 'INSERT',
      row_count: 50,
      rows: [[1], [2]],
      truncated: true,
    });
    expect(body.results[2]).toMatchObject({ command: 'UPDATE', row_count: 50, truncated: true });
    const alone = await run(`delete from ${table} returning id`, { max_rows: 3 });
    expect(alone.body.results[0]).toMatchObject({ command: 'DELETE', row_count: 50, truncated: true });
    expect(await value(`select count(*)::int from ${table}`)).toBe(0);
  });

  it('does not hinder a later statement on the same table', async () => {
    const table = newTable();
    const { status } = await run(
      `create table ${table} as select generate_series(1, 9); select * from ${table}; drop table ${table}`,
      { max_rows: 1 },
    );
    expect(status).toBe(200);
  });

  it('is refused above the limit, and below one', async () => {
    for (const max_rows of [5001, 0, 1.5, '3']) {
      const { status, body } = await run('select 1', { max_rows });
      expect([status, body.detail]).toMatchObject([422, [{ loc: ['body', 'max_rows'] }]]);
    }
  });
});
