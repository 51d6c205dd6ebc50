import { rows } from '@selfdb/server/testing/postgres';
import type { Table } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { adoptTable, createTable, insert, newName } from '../testing/tables.ts';

const KIB = 1024;
const columns = { n: { type: 'integer' } };

/** A JSON object of this size in bytes. */
const objectOf = (bytes: number) => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) });

function create(token: string, more: Record<string, unknown>) {
  return call('POST', '/tables', { token, json: { name: newName(), table_schema: columns, ...more } });
}

describe('the description of a table', () => {
  it('has at most 16 KiB of metadata, counted in bytes', async () => {
    const { token } = await createPerson();
    expect((await create(token, { metadata: objectOf(16 * KIB) })).status).toBe(201);
    for (const metadata of [objectOf(16 * KIB + 1), { a: 'é'.repeat(9 * KIB) }, objectOf(9_000_000)]) {
      const { status, text } = await create(token, { metadata });
      expect([status, JSON.parse(text).detail]).toEqual([
        422,
        [{ loc: ['body', 'metadata'], msg: 'must be at most 16 KiB of JSON', type: 'custom' }],
      ]);
    }
    const { id, owner } = await createTable(columns);
    const json = { metadata: objectOf(16 * KIB + 1) };
    expect((await call('PATCH', `/tables/${id}`, { token: owner.token, json })).status).toBe(422);
  });

  it('has at most 4000 characters', async () => {
    const { token } = await createPerson();
    expect((await create(token, { description: 'x'.repeat(4000) })).status).toBe(201);
    expect((await create(token, { description: 'x'.repeat(4001) })).status).toBe(422);
  });

  it('has defaults of at most 16 KiB, for every way to add a column', async () => {
    const { id, owner } = await createTable({ t: { type: 'text', default: 'x'.repeat(16_000) } });
    const { token } = owner;
    const long = 'x'.repeat(16 * KIB);
    const enormous = 'x'.repeat(8_300_000);
    for (const value of [long, enormous, { a: long }]) {
      const type = typeof value === 'string' ? 'text' : 'jsonb';
      const made = await create(token, { table_schema: { t: { type, default: value } } });
      const json = { name: 'u', type, default_value: value };
      const added = await call('POST', `/tables/${id}/columns`, { token, json });
      const changed = await call('PATCH', `/tables/${id}/columns/t`, {
        token,
        json: { default_value: value },
      });
      expect([made.status, added.status, changed.status]).toEqual([422, 422, 422]);
      expect([made.text.length, added.text.length, changed.text.length].every((size) => size < 1000)).toBe(
        true,
      );
    }
    expect((await call<Table>('GET', `/tables/${id}`, { token })).body.table_schema.t?.default).toBe(
      'x'.repeat(16_000),
    );
  });
});

describe('a long default, set with SQL', () => {
  const define = (name: string, times: number) =>
    rows(`do $$ begin execute format('create table public.${name} (id int primary key, n int,
      t text default %L, plain text default ''p'')', repeat('''x', ${times})); end $$`);

  it('of 8 MB is shown cut off, and can be changed', async () => {
    const name = newName();
    await define(name, 4_150_000);
    const { id, owner } = await adoptTable(name);
    const { token } = owner;
    const shown = await call<Table>('GET', `/tables/${id}`, { token });
    expect([shown.status, shown.text.length < 2000]).toEqual([200, true]);
    expect(shown.body.table_schema.t?.default).toBe(`${`'${"''x".repeat(250)}`.slice(0, 500)}…`);
    expect(shown.body.table_schema.plain?.default).toBe('p');
    const listed = await call<Table[]>('GET', `/tables?search=${name}`, { token });
    expect([listed.status, listed.body]).toEqual([200, [shown.body]]);
    const json = { default_value: 'short' };
    const changed = await call<Table>('PATCH', `/tables/${id}/columns/t`, { token, json });
    expect([changed.status, changed.body.table_schema.t?.default]).toEqual([200, 'short']);
  });

  it('is complete in a new row', async () => {
    const name = newName();
    await define(name, 40_000);
    const table = await adoptTable(name);
    const made = await insert(table, [{ id: 1 }, { id: 2, t: 'given' }]);
    expect([made.status, made.body]).toEqual([
      201,
      [
        { id: 1, n: null, t: "'x".repeat(40_000), plain: 'p' },
        { id: 2, n: null, t: 'given', plain: 'p' },
      ],
    ]);
  });
});

describe('a list of tables', () => {
  it('cuts off large ones instead of failing', async () => {
    const owner = await createPerson();
    const prefix = newName();
    const named = (i: number) => createTable(columns, { owner, name: `${prefix}_${i}` });
    const small = await named(0);
    const large = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(named));
    const ids = large.map(({ id }) => id);
    // As they could be created before there was a limit.
    await rows(
      `update selfdb.tables set metadata = jsonb_build_object('a', repeat('x', 9000000)), description = repeat('é', 10000)
       where id = any($1::uuid[])`,
      [ids],
    );
    await rows(`update selfdb.tables set description = 'short' where id = $1`, [ids[7]]);
    const { status, body, text } = await call<Table[]>('GET', `/tables?search=${prefix}`, {
      token: owner.token,
    });
    expect([status, text.length < 100_000, body.length]).toEqual([200, true, 9]);
    for (const table of body) {
      if (table.id === small.id) expect(table).toEqual({ ...small.table, row_count: 0 });
      else {
        expect(table).toMatchObject({ truncated: true, table_schema: {}, metadata: {} });
        expect(table.description).toBe(table.id === ids[7] ? 'short' : `${'é'.repeat(500)}…`);
      }
    }
    const two = await call<Table[]>('GET', `/tables?limit=2&search=${prefix}`, { token: owner.token });
    expect(two.body.map((table) => [table.truncated, Object.keys(table.table_schema).length])).toEqual([
      [undefined, 4],
      [undefined, 4],
    ]);
    const one = await call<Table>('GET', `/tables/${ids[0]}`, { token: owner.token });
    expect(one.text.length).toBeGreaterThan(9_000_000);
    await rows('update selfdb.tables set metadata = default where id = any($1::uuid[])', [ids]);
  });

  it('describes defaults about as fast as the columns themselves', async () => {
    const name = newName();
    await rows(`do $$ begin execute (select format('create table public.${name} (%s)',
      string_agg(format('c%s int default %s', i, i), ', ')) from generate_series(1, 600) i); end $$`);
    const describeMs = async (withDefaults: boolean) => {
      const startedAt = performance.now();
      await rows(`select selfdb.describe_columns('public.${name}', ${withDefaults})`);
      return performance.now() - startedAt;
    };
    const ratios: number[] = [];
    for (let round = 0; round < 7; round += 1)
      ratios.push((await describeMs(true)) / (await describeMs(false)));
    // With the names of the whole table for each default, it was more than 20.
    expect(ratios.sort((a, b) => a - b)[3]).toBeLessThan(6);
  });
});
