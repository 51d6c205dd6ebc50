import type { Problem } from '@selfdb/server/testing/client';
import { describe, expect, it } from 'vitest';
import { run } from '../sql/testing/client.ts';
import { call } from '../testing/client.ts';
import { createTableWithTrigger, ROUTES } from '../testing/table-with-trigger.ts';
import { createTable } from '../testing/tables.ts';

describe('a refusal by Postgres within a trigger is reported as such:', () => {
  it.each<[string, (name: string) => string, number, (name: string) => RegExp]>([
    [
      'not null',
      (t) => `insert into ${t}_audit values (null);`,
      422,
      (t) => new RegExp(`column "c" of the table "${t}_audit"`),
    ],
    [
      'unique',
      (t) => `insert into ${t}_audit values (1);`,
      409,
      (t) => new RegExp(`duplicate.*"${t}_audit"`),
    ],
    [
      'check',
      (t) => `insert into ${t}_audit values (77);`,
      422,
      (t) => new RegExp(`check ".*" of the table "${t}_audit"`),
    ],
    [
      'foreign key',
      (t) => `insert into ${t}_audit values (2, 9);`,
      409,
      (t) => new RegExp(`of the table "${t}_audit"`),
    ],
    [
      'a type',
      () => `perform 's3cret'::text::int;`,
      422,
      (t) => new RegExp(`function ${t}_f.*type integer\\.$`),
    ],
    ['a length', () => `perform 's3cret'::varchar(2)::int;`, 422, () => /failed: invalid input syntax/],
    ['a division', () => 'perform 1 / 0;', 422, () => /failed: division by zero/],
    [
      'no such table',
      () => 'perform * from no_such_table;',
      422,
      () => /relation "no_such_table" does not exist/,
    ],
    ['a syntax error', () => `execute 'selec s3cret';`, 422, () => /failed: syntax error/],
    ['a right', () => 'perform * from selfdb.users;', 403, () => /permission denied for schema selfdb/],
    [
      'no row',
      (t) => `declare x int; begin select c into strict x from ${t}_audit where c = 5; end;`,
      422,
      () => /returned no rows/,
    ],
    [
      'several rows',
      (t) => `insert into ${t}_audit values (2); perform (select c from ${t}_audit);`,
      422,
      () => /more than one row returned/,
    ],
    [
      'no conflict target',
      (t) => `insert into ${t}_audit values (1) on conflict (d) do nothing;`,
      422,
      () => /ON CONFLICT specification/,
    ],
    [
      'an operator',
      () => `perform '{}'::json = '{}'::json;`,
      422,
      () => /operator does not exist: json = json/,
    ],
    [
      'a cursor',
      () => 'declare c refcursor; begin fetch c into new; end;',
      422,
      () => /cursor variable … is null/,
    ],
  ])('%s', async (_what, body, status, says) => {
    const [table, rowId] = await createTableWithTrigger(body);
    for (const { name, send } of ROUTES) {
      const answer = await send(table, rowId);
      const { detail } = answer.body;
      const sentence = typeof detail === 'string' ? detail : detail[0]?.msg;
      expect([name, answer.status, sentence]).toEqual([
        name,
        status,
        expect.stringMatching(says(table.name)),
      ]);
      if (typeof detail !== 'string') expect(detail[0]?.loc).toEqual(['body']);
      expect(JSON.stringify(answer.body)).not.toContain('s3cret');
    }
  });

  it('recursion', async () => {
    const [table] = await createTableWithTrigger((name) => `insert into ${name} (n) values (1);`);
    expect(await ROUTES[0]?.send(table, '')).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body'], msg: expect.stringContaining('stack depth limit exceeded') }] },
    });
  });

  it("a foreign key's action that another table does not allow", async () => {
    const table = await createTable({ id: { type: 'integer' } });
    await run(`insert into ${table.name} values (1);
      create table ${table.name}_child (p int not null references ${table.name} on delete set null);
      insert into ${table.name}_child values (1)`);
    const { token } = table.owner;
    const { status, body } = await call<Problem>('DELETE', `/tables/${table.id}/data/1`, { token });
    expect([status, body.detail]).toEqual([
      422,
      [
        expect.objectContaining({
          msg: `The column "p" of the table "${table.name}_child" must not be null.`,
        }),
      ],
    ]);
  });
});

describe("what a table does not allow is reported in Postgres' words:", () => {
  it.each([
    [
      'a rule',
      (t: string) => `create rule r as on insert to ${t} do instead nothing`,
      /A rule of the table .*INSERT RETURNING/,
    ],
    [
      'another rule',
      (t: string) => `create rule r as on insert to ${t} do instead insert into ${t}_audit values (3)`,
      /A rule of the table .*INSERT RETURNING/,
    ],
    [
      'a rule beside it',
      (t: string) => `create rule r as on insert to ${t} do also select 1`,
      /A rule of the table .*DO ALSO/,
    ],
  ])('%s', async (_what, sql, says) => {
    const [table, rowId] = await createTableWithTrigger(() => '');
    expect((await run(sql(table.name))).status).toBe(200);
    const answer = await ROUTES[0]?.send(table, rowId);
    expect(answer).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body'], msg: expect.stringMatching(says) }] },
    });
  });

  it('a policy, 403', async () => {
    const [table] = await createTableWithTrigger(() => '');
    await run(`alter table ${table.name} enable row level security, force row level security;
      create policy p on ${table.name} using (true) with check (n < 2)`);
    expect(await ROUTES[0]?.send(table, '')).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('violates row-level security policy') },
    });
  });
});
