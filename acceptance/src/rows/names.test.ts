import { describe, expect, it } from 'vitest';
import { expectNames, expectProblem, expectStatus } from '../expectations.ts';
import {
  createTable,
  filter,
  insertRows,
  type Row,
  readPage,
  sqlValue,
  type Table,
} from '../world/tables.ts';
import { admin } from '../world/users.ts';

const NAMES = [
  'two words',
  'CamelCase',
  'UPPER',
  'a"b',
  "it's",
  '"; drop table x; --',
  'back\\slash',
  'semi;colon',
  'dollar$1',
  'percent%_',
  'brace{}[]',
  'dot.ted',
  '  spaces  ',
  '1starts with digit',
  'select',
  'user',
  'and',
  'or',
  'not',
  'ünïcödé',
  '列',
  '🦊',
  'line\nbreak',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'x'.repeat(63),
  `${'é'.repeat(31)}x`,
];

const own = (name: string, value: unknown): Row => Object.fromEntries([[name, value]]);
const cell = (row: Row | undefined, name: string) =>
  row && Object.hasOwn(row, name) ? row[name] : undefined;

describe.each(NAMES)('a column named %j', (name) => {
  it('is created, written, read, filtered, sorted, selected and renamed like any other', async () => {
    const table = await createTable(admin, {
      table_schema: Object.fromEntries([[name, { type: 'text', nullable: true, unique: true }]]),
    });
    expect(Object.hasOwn(table.table_schema, name)).toBe(true);
    const rows = await insertRows(admin, table, [own(name, 'b'), own(name, 'a')]);
    expect(rows.map((row) => cell(row, name))).toEqual(['b', 'a']);
    await expectQueries(table, name);
    await expectChanges(table, name, rows[0]);
  });
});

async function expectQueries(table: Table, name: string): Promise<void> {
  const values = async (query: Record<string, string | number>) =>
    (await readPage(admin, table, query)).data.map((row) => cell(row, name));
  expect(await values({ sort_by: name, sort_order: 'asc' })).toEqual(['a', 'b']);
  // In a filter these three are operators before they are columns.
  if (!['and', 'or', 'not'].includes(name)) {
    expect(await values({ filter: filter(own(name, { eq: 'b' })) })).toEqual(['b']);
  }
  expect(await values({ search: 'b' })).toEqual(['b']);
  if (!name.startsWith(' '))
    expect(await values({ select: name, sort_by: name, sort_order: 'desc' })).toEqual(['b', 'a']);
  const first = await readPage(admin, table, { sort_by: name, sort_order: 'asc', page_size: 1 });
  expect(
    await values({ sort_by: name, sort_order: 'asc', page_size: 1, cursor: first.next_cursor ?? '' }),
  ).toEqual(['b']);
}

async function expectChanges(table: Table, name: string, row: Row | undefined): Promise<void> {
  const path = `/tables/${table.id}/data`;
  const taken = await admin.patch(`${path}/${row?.id}`, own(name, 'a'));
  expectProblem(taken, 409);
  expectNames(taken, name);
  const changed = await admin.patch<Row>(`${path}/${row?.id}`, own(name, 'c'));
  expectStatus(changed, 200);
  expect(cell(changed.body, name)).toBe('c');
  expectStatus(await admin.get(`${path}/c`, { id_column: name }), 200);
  const renamed = await admin.patch(`/tables/${table.id}/columns/${encodeURIComponent(name)}`, {
    new_name: 'plain',
  });
  expectStatus(renamed, 200);
  expect(await sqlValue(`select string_agg(plain, ',' order by plain) from "${table.name}"`)).toBe('a,c');
}
