import { asSqlRole, asSuperuser, rows, value } from '@selfdb/server/testing/postgres';
import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../sql/testing/client.ts';
import { call } from '../testing/client.ts';
import { createTable, insert, type OwnTable } from '../testing/tables.ts';

const ADD = (table: OwnTable) =>
  `alter table ${table.name} add column twice int generated always as (n * 2) virtual`;

/** Each route that changes existing rows. */
async function change(table: OwnTable, n: number) {
  const { token } = table.owner;
  const [row, gone] = await rows(`insert into ${table.name} (n) values (${n}), (${n}) returning id`);
  const path = `/tables/${table.id}/data`;
  const filter = JSON.stringify({ n });
  return [
    await call('PATCH', `${path}/${row?.id}`, { token, json: { n } }),
    await call('PATCH', `${path}?filter=${filter}`, { token, json: { n } }),
    await insert(table, { id: row?.id, n }, { on_conflict: 'id' }),
    await call('DELETE', `${path}/${gone?.id}`, { token }),
    await call('DELETE', `${path}?filter=${filter}`, { token }),
  ].map(({ status, body }) => (status < 300 ? status : [status, body]));
}

describe('a table with realtime to which SQL has added a virtual column', () => {
  let table: OwnTable;
  beforeEach(async () => {
    table = await createTable({ n: { type: 'integer' } });
    const { token } = table.owner;
    const { status } = await call('PATCH', `/tables/${table.id}`, {
      token,
      json: { realtime_enabled: true },
    });
    expect(status).toBe(200);
  });
  const identity = () => value('select relreplident from pg_class where oid = $1::regclass', [table.name]);

  it.each([0, 1, 2, 3, 4])('is changed by the next call of any kind (%i)', async (first) => {
    const { token } = table.owner;
    const [row] = await rows(`insert into ${table.name} (n) values (1) returning id`);
    const path = `/tables/${table.id}/data`;
    await rows(ADD(table));
    expect(await identity()).toBe('f');
    const calls = [
      () => call('PATCH', `${path}/${row?.id}`, { token, json: { n: 2 } }),
      () => call('PATCH', `${path}?filter={"n":1}`, { token, json: { n: 2 } }),
      () => insert(table, { id: row?.id, n: 2 }, { on_conflict: 'id' }),
      () => call('DELETE', `${path}/${row?.id}`, { token }),
      () => call('DELETE', `${path}?filter={"n":1}`, { token }),
    ];
    expect((await calls[first]?.())?.status).toBeLessThan(300);
    expect(await identity()).toBe('d');
    expect(await rows(`select n from ${table.name}`)).toEqual(first < 3 ? [{ n: 2 }] : []);
  });

  it('is changed after it was added by a call of SQL', async () => {
    expect((await run(ADD(table))).status).toBe(200);
    expect(await identity()).toBe('d');
    expect(await change(table, 1)).toEqual([200, 200, 201, 200, 200]);
  });

  it('is changed in the call of SQL that adds it', async () => {
    await insert(table, { n: 1 });
    const { status, body } = await run(
      `${ADD(table)}; update ${table.name} set n = 2; delete from ${table.name}`,
    );
    expect([status, body.results?.map((result) => result.row_count)]).toEqual([200, [null, 1, 1]]);
  });

  it("says what to do if realtime can't follow", async () => {
    await insert(table, { n: 1 });
    await rows(ADD(table));
    await asSuperuser(
      `alter table ${table.name} owner to postgres; grant all on ${table.name} to selfdb_sql`,
    );
    const { token } = table.owner;
    const path = `/tables/${table.id}/data?filter={"n":1}`;
    for (const method of ['PATCH', 'DELETE'] as const) {
      const json = method === 'PATCH' ? { json: { n: 2 } } : {};
      expect(await call(method, path, { token, ...json })).toMatchObject({
        status: 409,
        body: { code: 'conflict', detail: expect.stringMatching(/realtime has not caught up/) },
      });
    }
    await asSuperuser(`alter table ${table.name} owner to selfdb_sql`);
  });
});

it('a partition is made, filled and changed in one call of SQL', async () => {
  const table = await createTable({ n: { type: 'integer' } });
  await asSqlRole(`drop table ${table.name};
    create table public.${table.name} (n int, t text) partition by range (n)`);
  await rows(
    `update selfdb.tables set relid = '${table.name}'::regclass, realtime_enabled = true where id = '${table.id}'`,
  );
  const { status, body } = await run(
    `create table ${table.name}_low partition of ${table.name} for values from (0) to (9);
     insert into ${table.name} values (1, 'a'); update ${table.name} set t = 'b'; delete from ${table.name}`,
  );
  expect([status, body.results?.map((result) => result.row_count)]).toEqual([200, [null, 1, 1, 1]]);
});

it("realtime is refused, with the reason, for a table whose changes can't be read from the log", async () => {
  const table = await createTable({ n: { type: 'integer' } });
  const { token } = table.owner;
  await rows(`alter table ${table.name} drop constraint ${table.name}_pkey; ${ADD(table)}`);
  expect(
    await call('PATCH', `/tables/${table.id}`, { token, json: { realtime_enabled: true } }),
  ).toMatchObject({
    status: 409,
    body: { code: 'conflict', detail: expect.stringMatching(/virtual generated column and no primary key/) },
  });
});

describe('a table from which others inherit', () => {
  it("is refused realtime, because the log has its children's rows under their own names", async () => {
    const table = await createTable({ n: { type: 'integer' } });
    await asSqlRole(`create table ${table.name}_c () inherits (${table.name})`);
    const { token } = table.owner;
    expect(
      await call('PATCH', `/tables/${table.id}`, { token, json: { realtime_enabled: true } }),
    ).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/other tables inherit/) } });
    expect(
      (await run(`insert into ${table.name}_c (n) values (1); update ${table.name} set n = 2`)).status,
    ).toBe(200);
  });

  it('loses realtime when SQL makes it one, and can be written', async () => {
    const table = await createTable({ n: { type: 'integer' } });
    const { token } = table.owner;
    expect(
      (await call('PATCH', `/tables/${table.id}`, { token, json: { realtime_enabled: true } })).status,
    ).toBe(200);
    const made = `create table ${table.name}_c () inherits (${table.name})`;
    expect(
      (await run(`${made}; insert into ${table.name}_c (n) values (1); update ${table.name} set n = 2`))
        .status,
    ).toBe(200);
    const shown = await call<{ realtime_enabled: boolean }>('GET', `/tables/${table.id}`, { token });
    expect(shown.body.realtime_enabled).toBe(false);
  });
});
