import { beforeAll, describe, expect, it } from 'vitest';
import { expectInvalid, expectProblem, expectStatus, UTC_MILLIS, UUID_V7 } from '../expectations.ts';
import { type Column, createTable, insertRows, sqlValue, type Table } from '../world/tables.ts';
import { admin, anyone, createPerson, marker, type Person } from '../world/users.ts';

const FIELDS = [
  'access',
  'columns',
  'created_at',
  'description',
  'id',
  'metadata',
  'name',
  'owner_id',
  'public',
  'realtime',
  'realtime_enabled',
  'row_count',
  'schema_name',
  'table_schema',
  'updated_at',
];
const TYPES = [
  'text',
  'varchar',
  'integer',
  'bigint',
  'smallint',
  'boolean',
  'timestamp',
  'date',
  'time',
  'numeric',
  'real',
  'double',
  'jsonb',
  'json',
  'uuid',
  'bytea',
];
const SAME_NAME = [
  'text',
  'integer',
  'bigint',
  'smallint',
  'boolean',
  'date',
  'numeric',
  'real',
  'jsonb',
  'json',
  'uuid',
  'bytea',
];

let person: Person;
beforeAll(async () => {
  person = await createPerson();
});

const create = (table_schema: unknown, over: object = {}) =>
  person.post<Table>('/tables/', { name: marker('t'), table_schema, public: false, ...over });

describe('POST /tables/', () => {
  it('answers exactly the table object', async () => {
    const name = marker('t');
    const metadata = { colour: 'grün', nested: [1, { a: null }] };
    const answer = await create(
      { title: { type: 'text', nullable: false } },
      { name, description: 'Films', metadata, realtime_enabled: false },
    );
    expectStatus(answer, 201);
    expect(Object.keys(answer.body).sort()).toEqual(FIELDS);
    expect(answer.body).toMatchObject({
      name,
      description: 'Films',
      metadata,
      public: false,
      realtime_enabled: false,
      owner_id: person.id,
      row_count: 0,
    });
    expect(answer.body.id).toMatch(UUID_V7);
    expect(answer.body.created_at).toMatch(UTC_MILLIS);
    expect((await person.get<Table>(`/tables/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it('adds id, created_at and updated_at, which fill themselves', async () => {
    const table = await createTable(person, { table_schema: {} });
    expect(Object.keys(table.table_schema).sort()).toEqual(['created_at', 'id', 'updated_at']);
    expect(table.table_schema.id).toMatchObject({ type: 'uuid', primary_key: true, nullable: false });
    const [row] = await insertRows(person, table, [{}]);
    expect(row?.id).toMatch(UUID_V7);
    expect(Number.isNaN(Date.parse(String(row?.created_at)))).toBe(false);
    expect(await sqlValue(`select pg_typeof(created_at)::text from "${table.name}"`)).toBe(
      'timestamp with time zone',
    );
  });

  it('keeps updated_at current, and created_at as it was', async () => {
    const table = await createTable(person);
    const [row] = await insertRows(person, table, [{ title: 'a' }]);
    const after = (
      await person.patch<Record<string, string>>(`/tables/${table.id}/data/${row?.id}`, { title: 'b' })
    ).body;
    expect(after.created_at).toBe(row?.created_at);
    expect(Date.parse(after.updated_at ?? '')).toBeGreaterThanOrEqual(Date.parse(String(row?.updated_at)));
    expect(after.updated_at).not.toBe(row?.updated_at);
  });

  it('takes every type, and arrays of it, and shows them from the catalog', async () => {
    const schema: Record<string, Column> = {};
    for (const type of TYPES) {
      schema[`one ${type}`] = { type, nullable: true };
      schema[`many ${type}`] = { type: `${type}[]`, nullable: true };
    }
    const table = await createTable(person, { table_schema: schema });
    for (const type of SAME_NAME) {
      expect(table.table_schema[`one ${type}`]).toMatchObject({ type, nullable: true });
      expect(table.table_schema[`many ${type}`]).toMatchObject({ type: `${type}[]`, nullable: true });
    }
    expect(Object.keys(table.table_schema).length).toBe(TYPES.length * 2 + 3);
  });

  it('shows nullable, default, unique and the primary key', async () => {
    const table = await createTable(person, {
      table_schema: {
        must: { type: 'text', nullable: false },
        may: { type: 'text', nullable: true },
        count: { type: 'integer', nullable: false, default: 5 },
        done: { type: 'boolean', nullable: false, default: false },
        code: { type: 'text', nullable: true, unique: true },
      },
    });
    expect(table.table_schema.must).toMatchObject({ type: 'text', nullable: false });
    expect(table.table_schema.may).toMatchObject({ type: 'text', nullable: true });
    expect(String(table.table_schema.count?.default)).toContain('5');
    expect(String(table.table_schema.done?.default)).toContain('false');
    expect(table.table_schema.code?.unique).toBe(true);
    const [row] = await insertRows(person, table, [{ must: 'x' }]);
    expect(row).toMatchObject({ must: 'x', may: null, count: 5, done: false, code: null });
  });

  it.each(["it's; drop table x", 'draft', '', 'a\\b', '🦊', 'null'])(
    'takes the text default %j literally',
    async (value) => {
      const table = await createTable(person, {
        table_schema: { state: { type: 'text', nullable: false, default: value } },
      });
      expect((await insertRows(person, table, [{}]))[0]).toMatchObject({ state: value });
    },
  );

  it.each(['uuid', 'bigint', 'integer', 'text'])('gives a declared id of type %s a default', async (type) => {
    const table = await createTable(person, {
      table_schema: { id: { type, nullable: false, primary_key: true }, a: { type: 'text', nullable: true } },
    });
    const rows = await insertRows(person, table, [{ a: 'x' }, { a: 'y' }]);
    expect(rows.every((row) => row.id !== null && row.id !== undefined)).toBe(true);
    expect(rows[0]?.id).not.toBe(rows[1]?.id);
  });

  it.each(['a', 'select', 'user', 'table', 'order', 'x'.repeat(63), 'a_1'])(
    'takes the name %s',
    async (name) => {
      const unique = name.length === 63 ? marker('n').padEnd(63, 'x') : name;
      const first = await create({}, { name: unique });
      expectStatus(first, 201, 409);
      if (first.status === 201) expectStatus(await person.del(`/tables/${first.body.id}`), 200);
    },
  );

  it.each([
    '',
    'A',
    'Abc',
    '1a',
    '_a',
    'a-b',
    'a b',
    'a"b',
    '"; drop',
    'é',
    'x'.repeat(64),
    '__proto__',
    'a\u0000',
    'a;b',
    ' a',
    'a\n',
    5,
    null,
  ])('refuses the name %j', async (name) => expectInvalid(await create({}, { name }), 'body', 'name'));

  it('answers 409 for a taken name, to every caller, and keeps the first', async () => {
    const table = await createTable(person);
    expectProblem(await create({}, { name: table.name }), 409);
    expectProblem(await admin.post('/tables/', { name: table.name, table_schema: {}, public: true }), 409);
    expect((await person.get<Table>(`/tables/${table.id}`)).body).toEqual(table);
  });

  it('of 20 simultaneous creations of one name makes one', async () => {
    const name = marker('race');
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({}, { name })));
    for (const answer of answers) expectStatus(answer, 201, 409);
    expect(answers.filter((answer) => answer.status === 201).length).toBe(1);
    expect((await person.get<Table[]>('/tables/', { search: name })).body.length).toBe(1);
  });

  it.each([
    'string',
    'int(4)',
    'monney',
    'text[]x',
    'text; drop table x',
    'selfdb.text',
    'serial[]',
    '',
    'regclass',
    7,
    null,
  ])('refuses the type %j', async (type) => {
    const name = marker('t');
    expectInvalid(await create({ a: { type } }, { name }), 'body', 'table_schema', 'a');
    expect((await admin.get<{ count: number }>('/tables/count', { search: name })).body).toEqual({
      count: 0,
    });
  });

  it('refuses what it does not know inside a column', async () => {
    expectInvalid(await create({ a: { type: 'text', colour: 'red' } }), 'body', 'table_schema', 'a');
    expectInvalid(await create({ a: {} }), 'body', 'table_schema', 'a');
    expectInvalid(await create({ a: 'text' }), 'body', 'table_schema', 'a');
    expectProblem(await create({ a: { type: 'integer', default: 'not a number' } }), 422);
  });

  it.each(['ctid', 'xmin', 'tableoid', 'x'.repeat(64), 'é'.repeat(32), '', 'a\u0000b', '\ud800'])(
    'refuses the column name %j',
    async (column) => {
      const answer = await create({ [column]: { type: 'text' } });
      expectProblem(answer, 400, 409, 422);
    },
  );

  it('refuses more columns than a table can have', async () => {
    const schema = Object.fromEntries(
      Array.from({ length: 1700 }, (_, index) => [`c${index}`, { type: 'text' }]),
    );
    expectProblem(await create(schema), 400, 422);
  });

  it('asks for its fields', async () => {
    expectInvalid(await person.post('/tables/', { table_schema: {}, public: false }), 'body', 'name');
    expectInvalid(
      await person.post('/tables/', { name: marker('t'), public: false }),
      'body',
      'table_schema',
    );
    expectInvalid(await create([]), 'body', 'table_schema');
    expectInvalid(await create({}, { public: 'yes' }), 'body', 'public');
  });

  it('needs a user', async () => {
    const name = marker('t');
    expectProblem(await anyone.post('/tables/', { name, table_schema: {}, public: true }), 401);
    expect((await admin.get<{ count: number }>('/tables/count', { search: name })).body).toEqual({
      count: 0,
    });
  });
});
