import { beforeAll, describe, expect, it } from 'vitest';
import { expectNames, expectProblem, expectStatus } from '../expectations.ts';
import { createTable, insertRows, type Table } from '../world/tables.ts';
import { admin, anyone, createPerson, marker, type Person, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
let stranger: Person;
beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
});

describe('column types', () => {
  it('are Postgres’ own by any name, and are shown as Postgres prints them', async () => {
    const table = await createTable(owner, {
      table_schema: {
        id: { type: 'SERIAL' },
        a: { type: 'VARCHAR(255)' },
        b: { type: 'Decimal(10, 2)' },
        c: { type: 'timestamp(3) with time zone' },
        d: { type: 'float8[]' },
        e: { type: 'inet' },
      },
    });
    expect(Object.entries(table.table_schema).map(([name, { type }]) => [name, type])).toEqual([
      ['id', 'integer'],
      ['a', 'character varying(255)'],
      ['b', 'numeric(10,2)'],
      ['c', 'timestamp(3) with time zone'],
      ['d', 'double precision[]'],
      ['e', 'inet'],
      ['created_at', 'timestamp with time zone'],
      ['updated_at', 'timestamp with time zone'],
    ]);
    const [row] = await insertRows(owner, table, [{ a: 'x', b: 1.5, d: [0.5], e: '10.0.0.1' }]);
    expect(row).toMatchObject({ id: 1, a: 'x', b: 1.5, d: [0.5], e: '10.0.0.1' });
  });

  it('are enums of the schema public too; the nearest is named for a wrong one', async () => {
    const mood = marker('mood');
    expectStatus(
      await admin.post('/sql/query', { query: `create type public.${mood} as enum ('sad', 'glad')` }),
      200,
    );
    const table = await createTable(owner, { table_schema: { mood: { type: mood, default: 'glad' } } });
    expect((await insertRows(owner, table, [{}]))[0]).toMatchObject({ mood: 'glad' });
    const wrong = await owner.post(`/tables/${table.id}/columns`, { name: 'x', type: `${mood}s` });
    expectProblem(wrong, 422);
    expect(wrong.text).toContain(`Did you mean \\"${mood}\\"`);
    const string = await owner.post(`/tables/${table.id}/columns`, { name: 'x', type: 'string' });
    expectProblem(string, 422);
    expectNames(string, 'type');
    expect(string.text).toContain('Did you mean \\"text\\"');
  });
});

describe('GET /tables/{id}/indexes, /relationships, /sql', () => {
  it('show indexes, and foreign keys both ways', async () => {
    const parent = await createTable(owner, { table_schema: { code: { type: 'text', unique: true } } });
    const child = await createTable(owner, {
      table_schema: { p: { type: 'text', references: `${parent.name}.code` } },
    });
    const indexes = await owner.get<{ columns: string[]; unique: boolean; primary: boolean }[]>(
      `/tables/${parent.id}/indexes`,
    );
    expect(indexes.body).toMatchObject([
      { columns: ['id'], primary: true },
      { columns: ['code'], unique: true },
    ]);
    const key = { table: child.name, columns: ['p'], referenced_table: parent.name };
    for (const [table, direction] of [
      [child, 'outgoing'],
      [parent, 'incoming'],
    ] as const) {
      expect((await owner.get(`/tables/${table.id}/relationships`)).body).toMatchObject([
        { ...key, direction },
      ]);
    }
  });

  it('give the statements that make the table again', async () => {
    const table = await createTable(owner, {
      table_schema: { id: { type: 'bigserial' }, a: { type: 'varchar(9)', default: "it's", unique: true } },
    });
    const { body } = await owner.get<{ sql: string }>(`/tables/${table.id}/sql`);
    expectStatus(
      await admin.post('/sql/query', { query: `drop table public."${table.name}"; ${body.sql}` }),
      200,
    );
    const again = (await admin.get<Table[]>('/tables/', { search: table.name })).body[0];
    expect(again?.table_schema).toEqual(table.table_schema);
    expect((await admin.get(`/tables/${again?.id}/sql`)).body).toEqual(body);
  });

  it.each(['indexes', 'relationships', 'sql'])('%s: as the table itself', async (part) => {
    const [secret, open] = [await createTable(owner), await createTable(owner, { public: true })];
    expectProblem(await anyone.get(`/tables/${secret.id}/${part}`), 404);
    expectProblem(await stranger.get(`/tables/${secret.id}/${part}`), 403);
    expectProblem(await owner.get(`/tables/${UNKNOWN_ID}/${part}`), 404);
    for (const reader of [anyone, stranger, owner, admin]) {
      expectStatus(await reader.get(`/tables/${open.id}/${part}`), 200);
    }
  });
});
