import { beforeAll, describe, expect, it } from 'vitest';
import { expectStatus } from '../expectations.ts';
import { createTable, insertRows, sql, type Table } from '../world/tables.ts';
import { admin, anyone, createPerson, marker, type Person, type User } from '../world/users.ts';

const mark = marker('lst');
let owner: Person;
let stranger: Person;
let open: Table;
let hidden: Table;

beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
  open = await createTable(owner, { name: `b_${mark}`, public: true, description: `${mark} 100% wool` });
  hidden = await createTable(owner, { name: `a_${mark}`, public: false, description: `${mark} 100x wool` });
});

const ids = async (caller: Pick<Person, 'get'>, query: Record<string, string | number>) => {
  const answer = await caller.get<Table[]>('/tables/', query);
  expectStatus(answer, 200);
  return answer.body.map((table) => table.id);
};

describe('GET /tables/ and /tables/count', () => {
  it('show anyone the public ones, a user also his own, an ADMIN all', async () => {
    const seen: [Pick<Person, 'get'>, Table[]][] = [
      [anyone, [open]],
      [stranger, [open]],
      [owner, [hidden, open]],
      [admin, [hidden, open]],
    ];
    for (const [caller, tables] of seen) {
      expect(await ids(caller, { search: mark, sort_by: 'name', sort_order: 'asc' })).toEqual(
        tables.map((table) => table.id),
      );
      expect((await caller.get('/tables/count', { search: mark })).body).toEqual({ count: tables.length });
    }
  });

  it('give table objects like the single one', async () => {
    const { body } = await owner.get<Table[]>('/tables/', { search: open.name });
    expect(body).toEqual([(await owner.get<Table>(`/tables/${open.id}`)).body]);
  });

  it('search name and description as literal text', async () => {
    expect(await ids(owner, { search: open.name.toUpperCase() })).toEqual([open.id]);
    expect(await ids(owner, { search: `${mark} 100%` })).toEqual([open.id]);
    expect(await ids(owner, { search: `${mark} 100_` })).toEqual([]);
    expect(await ids(owner, { search: `_${mark}` })).toHaveLength(2);
    expect((await owner.get('/tables/count', { search: `${mark} 100%` })).body).toEqual({ count: 1 });
  });

  it('sort by each field, newest first by default, with skip and limit', async () => {
    expect(await ids(owner, { search: mark })).toEqual([hidden.id, open.id]);
    for (const sort_by of ['created_at', 'updated_at']) {
      expect(await ids(owner, { search: mark, sort_by, sort_order: 'asc' })).toEqual([open.id, hidden.id]);
    }
    expect(await ids(owner, { search: mark, sort_by: 'name' })).toEqual([open.id, hidden.id]);
    expect(await ids(owner, { search: mark, sort_by: 'name', skip: 1, limit: 1 })).toEqual([hidden.id]);
  });

  it('count the rows', async () => {
    const table = await createTable(owner);
    await insertRows(owner, table, [{ title: 'a' }, { title: 'b' }]);
    expect((await owner.get<Table>(`/tables/${table.id}`)).body.row_count).toBe(2);
  });

  it('show a table made with SQL: private, owned by the first ADMIN, usable', async () => {
    const name = marker('bysql');
    await sql(
      `create table "${name}" (id bigint primary key, "Full Name" text not null, tags text[]); insert into "${name}" values (1, 'A', '{x}')`,
    );
    const { body } = await admin.get<Table[]>('/tables/', { search: name });
    const first = await admin.get<User[]>('/users/', {
      sort_by: 'created_at',
      sort_order: 'asc',
      limit: 1000,
    });
    const oldest = first.body.find((user) => user.role === 'ADMIN');
    expect(body).toHaveLength(1);
    expect(body[0]).toMatchObject({ name, public: false, owner_id: oldest?.id });
    expect(body[0]?.table_schema['Full Name']).toMatchObject({ type: 'text', nullable: false });
    const id = body[0]?.id;
    expectStatus(await stranger.get(`/tables/${id}`), 403);
    expectStatus(await anyone.get(`/tables/${id}`), 404);
    expectStatus(await admin.post(`/tables/${id}/data`, { id: 2, 'Full Name': 'B', tags: [] }), 201);
    const rows = await admin.get<{ data: unknown[] }>(`/tables/${id}/data`, {
      sort_by: 'id',
      sort_order: 'asc',
    });
    expect(rows.body.data).toEqual([
      { id: 1, 'Full Name': 'A', tags: ['x'] },
      { id: 2, 'Full Name': 'B', tags: [] },
    ]);
  });

  it("never show the system's own tables", async () => {
    const all = await admin.get<Table[]>('/tables/', { limit: 1000 });
    expect(all.body.map((table) => table.name)).not.toContain('migrations');
    expect(all.body.map((table) => table.name)).not.toContain('users');
  });
});
