import { asSqlRole, duringTransaction, rows, value } from '@selfdb/server/testing/postgres';
import type { Table } from '@selfdb/shared/tables/schema';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { call } from '../testing/client.ts';
import { adoptTable, list, newName, type OwnTable } from '../testing/tables.ts';

const quiet = 'with (autovacuum_enabled = false)';

/** A parent whose rows are in three tables below it, one of them two levels down. */
const TREES: Record<string, (name: string) => string> = {
  partitions: (name) => `
    create table public.${name} (n int, note text) partition by range (n);
    create table public.${name}_a partition of public.${name} for values from (0) to (40000) ${quiet};
    create table public.${name}_b partition of public.${name} for values from (40000) to (120000) partition by range (n);
    create table public.${name}_c partition of public.${name}_b for values from (40000) to (80000) ${quiet};
    create table public.${name}_d partition of public.${name}_b for values from (80000) to (120000) ${quiet};`,
  children: (name) => `
    create table public.${name} (n int, note text) ${quiet};
    create table public.${name}_a () inherits (public.${name}) ${quiet};
    create table public.${name}_c () inherits (public.${name}_a) ${quiet};
    create table public.${name}_d () inherits (public.${name}_a) ${quiet};`,
};
const PARTS = ['a', 'c', 'd'];

/** `each` rows in each of the three. */
function fill(name: string, each: number): string {
  const insert = (part: string, i: number) =>
    `insert into public.${name}_${part} select g, repeat('note', 10) from generate_series(${i * 40000}, ${i * 40000 + each - 1}) g;`;
  return PARTS.map(insert).join('\n');
}

const rowCount = async ({ id, owner }: OwnTable) =>
  (await call<Table>('GET', `/tables/${id}`, { token: owner.token })).body.row_count;
const estimate = async (table: OwnTable) => (await list(table, { count: 'estimated' })).body.total;

describe.each(Object.keys(TREES))('the rows of %s', (kind) => {
  /** Analyzed in the transaction that inserts the rows: counters of an earlier transaction arrive late and would be added. */
  async function createTree(each: number): Promise<OwnTable> {
    const name = newName();
    const parts = PARTS.map((part) => `public.${name}_${part}`).join(', ');
    await rows(`${TREES[kind]?.(name)} ${fill(name, each)} analyze public.${name}, ${parts};`);
    return adoptTable(name);
  }

  it('are counted while the whole tree is small', async () => {
    const table = await createTree(4);
    expect([await estimate(table), await rowCount(table)]).toEqual([12, 12]);
  });

  it('are estimated when the tree is large, by the statistics of each table in it', async () => {
    const table = await createTree(30_000);
    expect([await estimate(table), await rowCount(table)]).toEqual([90_000, 90_000]);
    // There are no statistics yet. A count would be 60,000.
    await rows(`delete from public.${table.name}_d`);
    expect([await estimate(table), await rowCount(table)]).toEqual([90_000, 90_000]);
  });

  it('are estimated by size before there are statistics', async () => {
    const name = newName();
    // ANALYZE and the counters do not see rows in the transaction that inserts them.
    await rows(`${TREES[kind]?.(name)} ${fill(name, 30_000)}
      create table public.${name}_said as select selfdb.estimated_row_count('public.${name}') as count;`);
    const count = Number(await value(`select count from public.${name}_said`));
    expect(count).toBeGreaterThan(60_000);
    expect(count).toBeLessThan(135_000);
  });

  it('are none when all were deleted', async () => {
    const table = await createTree(10);
    await rows(`delete from public.${table.name}`);
    await rows(`vacuum public.${table.name}`);
    expect([await estimate(table), await rowCount(table)]).toEqual([0, 0]);
  });
});

it('counting does not wait for a locked table', async () => {
  const name = newName();
  await rows(`create table public.${name} (n int) ${quiet}`);
  const change = [
    `insert into public.${name} values (1)`,
    `lock table public.${name} in access exclusive mode`,
  ];
  const count = await duringTransaction(change, async () => {
    const estimated = await value(`select selfdb.estimated_row_count('public.${name}')`);
    // If the list waits, this ends the transaction.
    await rows(`table public.${name}`);
    return estimated;
  });
  expect(count).toBe('0');
});

it('a list does not accumulate locks of many partitions or tables', async () => {
  const name = newName();
  const parts = Array.from({ length: 45 }, (_, n) => `partition of T for values from (${n}) to (${n + 1})`);
  const tables = Array.from({ length: 12 }, (_, n) => `${name}_${n}`);
  for (const table of tables) {
    await asSqlRole(`create table ${table} (id int primary key, n int) partition by range (id)`);
    await asSqlRole(
      parts.map((part, n) => `create table ${table}_p${n} ${part.replace('T', table)}`).join(';'),
    );
  }
  const client = new pg.Client({ connectionString: inject('databaseSqlUrl') });
  await client.connect();
  try {
    await client.query('begin');
    for (const table of tables) await client.query(`select selfdb_api.row_count('${table}'::regclass)`);
    const { rows: held } = await client.query(
      `select count(*)::int as locks from pg_locks l join pg_class c on c.oid = l.relation
       where l.pid = pg_backend_pid() and c.relname like '${name}%'`,
    );
    expect(held).toEqual([{ locks: 0 }]);
  } finally {
    await client.end();
  }
  await asSqlRole(`drop table ${tables.join()}`);
});

it('of several locked tables, a list waits for one', async () => {
  const name = newName();
  const tables = Array.from({ length: 30 }, (_, n) => `${name}_${n}`);
  await asSqlRole(tables.map((table) => `create table ${table} (id int)`).join(';'));
  const locking = new pg.Client({ connectionString: inject('databaseSqlUrl') });
  await locking.connect();
  try {
    await locking.query(`begin; lock table ${tables.join()}`);
    const client = new pg.Client({ connectionString: inject('databaseSqlUrl') });
    await client.connect();
    const tookMs = async (listed: string[]) => {
      const started = performance.now();
      await client.query(
        `select ${listed.map((table) => `selfdb_api.row_count('${table}'::regclass)`).join()}`,
      );
      return performance.now() - started;
    };
    const one = await tookMs(tables.slice(0, 1));
    // Thirty waits of 100 ms would take thirty times as long.
    expect((await tookMs(tables)) / one).toBeLessThan(8);
    await client.end();
  } finally {
    await locking.end();
  }
  await asSqlRole(`drop table ${tables.join()}`);
});
